"""The group of all commands, and what every command has in common: settings, errors, exit codes."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

import click

from kg import __version__
from kg.cli.options import Invocation, set_threads
from kg.errors import KgError

DONE, VIOLATIONS, USAGE, FAILED, INTERRUPTED = 0, 1, 2, 3, 130

# In the order of a user's day; each module `kg.cli.<name>` has a command `command`.
COMMANDS = (
    "build", "status", "query", "sparql", "explain", "serve", "compare", "diff", "review", "decide", "export",
    "notebooks", "check", "remove", "gazetteer", "settings", "completion",
)  # fmt: skip


class _Commands(click.Group):
    """Commands in our order, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kg.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            return _end_quietly()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="kg")
@click.option("--config", type=click.Path(), help="Settings file, in place of ./kg.toml.")
@click.option("--debug", is_flag=True, help="Show tracebacks and what each step does.")
@click.pass_obj
def cli(invocation: Invocation, config: str | None, debug: bool) -> None:
    """Read conflict news into a knowledge graph of actors, incidents, places and attributed claims.

    Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 done with violations,
    2 wrong usage, 3 failed, 130 interrupted.
    """
    invocation.config = config
    invocation.debug = debug
    _quiet_or_loud(debug)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code. Every error ends as one clear message on standard error."""
    invocation = Invocation()
    try:
        result = cli.main(list(arguments), prog_name="kg", standalone_mode=False, obj=invocation)
        return result if isinstance(result, int) else DONE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(invocation.on_interrupt, err=True)
        return INTERRUPTED
    except KgError as error:
        return _fail(invocation, str(error))
    except MemoryError:
        return _fail(invocation, "Out of memory. Set batch_articles lower (KG_BATCH_ARTICLES=4), or give less at once.")
    except Exception as error:
        return _fail(
            invocation, f"Unexpected {type(error).__name__}: {error}. Run `kg --debug …` and report what it shows."
        )


def _quiet_or_loud(debug: bool) -> None:
    """What goes wrong with an article is told as an issue; logs and libraries' warnings are for --debug."""
    level = logging.WARNING if debug else logging.CRITICAL
    logging.basicConfig(stream=sys.stderr, level=level, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("kg").setLevel(logging.DEBUG if debug else logging.CRITICAL)
    if not debug:
        warnings.simplefilter("ignore")


def main() -> None:
    """The entry point of the command `kg`."""
    set_threads()
    sys.exit(run(sys.argv[1:]))


def _end_quietly() -> int:
    """Nobody reads any more, as after `head`: what is still buffered goes nowhere, and that is no error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return DONE


def _fail(invocation: Invocation, message: str) -> int:
    if invocation.debug:
        import traceback

        traceback.print_exc(file=sys.stderr)
    click.echo(f"Error: {message}", err=True)
    return FAILED
