"""The words by which furniture, captions, bylines and outlets are known: data only.

Patterns for whole lines are matched against a line without its outer white space, case ignored. A new phrase goes here,
never into the rules.
"""

from __future__ import annotations

# Lines that are page furniture wherever they stand.
FURNITURE_LINES: tuple[str, ...] = (
    r"(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|search|footer)",
    r"accessibility (?:links|help|tools)",
    r"(?:live )?breaking news|latest news|top stories|most (?:read|popular|viewed|shared)|trending(?: now)?",
    r"(?:top )?content trending|top content(?: trending)?|editor'?s'? (?:picks|choice)|more (?:news|stories|"
    r"on this story)",
    r"advertis(?:ement|ing)(?: *[-–—|] *(?:scroll to )?(?:continue|story continues|article continues).*)?",
    r"(?:story|article) continues (?:below|after).*|continue reading.*|scroll to continue.*",
    r"(?:enable|disable|toggle|exit) (?:read(?:ing|er)?|dark|night|focus) mode|\d{2,3}% font size",
    r"font size.*|(?:increase|decrease|reset) (?:font|text)(?: size)?|text size.*|a\s*[-+]\s*a?\s*[-+]?",
    r"published:? *(?:updated:?)?|updated:?|last (?:updated|modified):?|posted(?: on)?:?|date:?|time:?",
    r"(?:please )?share(?: (?:this|the))?(?: (?:article|story|post|page|news|on|via|with))*(?: (?:facebook|"
    r"twitter|x|whatsapp|"
    r"telegram|email|linkedin|reddit))*:?(?: close)?",
    r"(?:facebook|twitter|x|whats ?app|telegram|linkedin|reddit|pinterest|instagram|youtube|viber|vk|messenger|"
    r"rss|e-?mail|"
    r"print|pdf|copy(?: link)?|link|tweet|like|save|bookmark|listen|comments?|\d+ comments?|send|follow|plus|more|menu|"
    r"search|home|close|login|log in|sign in|register|subscribe|donate|sign up|play|pause|mute|back|next|"
    r"previous|translate)"
    r"(?:\s*[|/•·,]?\s*(?:facebook|twitter|x|whats ?app|telegram|linkedin|reddit|pinterest|e-?mail|print|"
    r"copy(?: link)?|"
    r"tweet|save|share|comments?|more))*",
    r"(?:read|view|see|show|load|watch|listen)(?: (?:the|full|all|more|also|next|comments|less|related|original|"
    r"article|story|this|here|now))+:?",
    r"(?:read|see|watch) (?:more|also|next) ?:.*",
    r"(?:also )?(?:related|recommended|similar|more)(?: (?:articles?|stor(?:y|ies)|news|content|topics?|"
    r"coverage|links?|posts?|"
    r"videos?|reading|from .{1,40}|on .{1,40}))?:?",
    r"(?:you (?:may|might) (?:also )?(?:like|be interested in)|don'?t miss|in this (?:article|story)|"
    r"in pictures|topics?|tags?|"
    r"keywords?|categor(?:y|ies)|filed under|labels?|source|via):?",
    r"(?:tags?|keywords?|topics?|filed under|categor(?:y|ies)|labels?)\s*:\s*.+",
    r"follow (?:us|.{1,40}) on .+|(?:like|find|join) us on .+|get (?:the|our) .{0,60}(?:app|newsletter|alerts?|"
    r"updates?).*",
    r"(?:sign up|subscribe|register)(?: (?:to|for|now|here|today))+ .{0,160}(?:newsletter|alert|update|analysis|"
    r"briefing|"
    r"email|channel|news).*",
    r"(?:stay|keep) (?:informed|up to date|updated) (?:with|on|by) .+|.{0,60}\bnewsletters?\b.{0,40}(?<![.!?])",
    r"(?:(?:©|\(c\)|copyright)\s*.{0,120}|.{0,120}\ball rights reserved\b.{0,80})",
    r"(?:privacy policy|terms (?:of (?:use|service)|and conditions|& conditions)|cookie(?: policy|s)?|contact(?: us)?|"
    r"about(?: us)?|careers|advertise(?: with us)?|sitemap|help|faq|disclaimer|accept(?: all)?(?: cookies)?|"
    r"manage (?:cookies|preferences))(?:\s*[|/•·]\s*.{0,80})?",
    r"we use cookies.*|this (?:site|website) uses cookies.*|your browser does not support.*|javascript (?:is|"
    r"must be).*",
    r"get short url|short (?:url|link):?.*|url copied.*|link copied.*|(?:\d+ )?min(?:ute)?s? read|reading time:?.*|"
    r"\d+ (?:views|shares|likes|reads)",
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}|#\w+(?:\s+#\w+)*|@\w{3,}",
    r"[\W_]+",
    r"press tv news roku|live tv|watch live|on air|en direct|video|photos?|gallery|podcasts?|opinion|world|news|sport|"
    r"middle east|africa|europe|asia|americas",
)

# Sentences of footers and notices: the line is furniture though it is a full sentence.
FURNITURE_SENTENCES: tuple[str, ...] = (
    r"\bcan (?:also )?be accessed at the following (?:alternate |alternative )?address(?:es)?",
    r"\brepublishing this content\b|\bto learn more about republishing\b|\bplease fill out this form\b",
    r"\bdelivers? independent\b.{0,80}\bcoverage\b",
    r"\bsign up (?:to|for) (?:get |receive |our )",
    r"\bsubscribe to our\b|\bfollow us on (?:facebook|twitter|x|instagram|telegram|youtube|whatsapp)\b",
    r"\bour standards: *the thomson reuters trust principles\b",
    r"\bthis (?:material|article|story|content) may not be (?:published|reproduced|copied|broadcast)\b",
    r"\bno part of this (?:publication|article|content)\b.{0,40}\breproduced\b",
    r"\bthe views expressed in this article\b",
    r"\bcommunity standards? ?discussion\b|\bcomment via (?:facebook|sputnik)\b",
    r"\bwe wont spam you\b|\bwe won['’]t spam you\b|\bwe respect your privacy\b",
    r"\bclick here to (?:read|subscribe|download|join|sign)\b",
    r"\bthis (?:article|story|report) (?:was|has been) (?:auto-generated|originally published|updated|"
    r"published from)\b",
)

# After one of these, lines that are no running text belong to the page, to the end of the text.
FOOTER_OPENERS: tuple[str, ...] = (
    r"\bat the following (?:alternate |alternative )?address",
    r"^(?:share this|related|recommended|more from|most read|read more|you (?:may|might)|top content|trending|"
    r"tags?\b|topics?\b|"
    r"comments?$|follow us|stay informed|sign up|subscribe|newsletter|©|copyright|advertisement$)",
    r"\bnewsletters?\b",
)

# Agencies as they sign wire copy: what stands in brackets or after a dash → the name.
AGENCIES: dict[str, str] = {
    "reuters": "Reuters",
    "thomson reuters": "Reuters",
    "afp": "AFP",
    "agence france-presse": "AFP",
    "ap": "Associated Press",
    "associated press": "Associated Press",
    "the associated press": "Associated Press",
    "tass": "TASS",
    "itar-tass": "TASS",
    "sputnik": "Sputnik",
    "ria": "RIA Novosti",
    "ria novosti": "RIA Novosti",
    "interfax": "Interfax",
    "sana": "SANA",
    "xinhua": "Xinhua",
    "dpa": "dpa",
    "upi": "UPI",
    "aa": "Anadolu Agency",
    "anadolu": "Anadolu Agency",
    "anadolu agency": "Anadolu Agency",
    "irna": "IRNA",
    "fna": "Fars News Agency",
    "fars": "Fars News Agency",
    "tasnim": "Tasnim",
    "kuna": "KUNA",
    "wam": "WAM",
    "spa": "Saudi Press Agency",
    "petra": "Petra",
    "mena": "MENA",
    "nna": "National News Agency",
    "wafa": "WAFA",
    "ukrinform": "Ukrinform",
    "yonhap": "Yonhap",
    "pti": "PTI",
    "ani": "ANI",
    "ians": "IANS",
    "cnn": "CNN",
    "ara news": "ARA News",
    "rudaw": "Rudaw",
    "bbc": "BBC",
    "epa": "EPA",
}

# Words of a credit in brackets or after a slash that say it is a picture's.
PICTURE_WORDS: tuple[str, ...] = (
    "photo", "photos", "photograph", "photographer", "picture", "pictures", "image", "images", "file", "via", "getty",
    "screengrab", "screenshot", "screen grab", "social media", "handout", "courtesy", "archive", "stringer", "pool",
)  # fmt: skip

# Beginnings of a caption.
CAPTION_STARTS = (
    r"(?:file(?: photo| picture| image| pic)?|photo|image|picture|caption|pictured|above|archive photo|"
    r"representational "
    r"(?:image|photo))\s*[:—–-]\s|in this (?:\w+ ){0,4}(?:photo|image|picture|handout|frame grab)\b|"
    r"(?:an? )?(?:file|handout|undated|archive|still)(?: \w+){0,2} (?:photo|image|picture|frame)\b"
)

# What an outlet's own footer says of itself; the group `name` is the outlet.
OUTLET_FOOTERS: tuple[str, ...] = (
    r"(?P<name>[A-Z][\w&.’' -]{1,40}?)['’]s? website can (?:also )?be accessed",
    r"(?P<name>[A-Z][\w&.’' -]{1,40}?) delivers independent\b",
    r"(?:©|\(c\)|[Cc]opyright)[\s\W\d]*(?P<name>[A-Z][\w&.’' -]{2,40}?)(?:[.,|]|\s+\d{4}|\s+[Aa]ll rights|$)",
    r"Our Standards: ?The Thomson (?P<name>Reuters) Trust Principles",
    r"Comment via (?P<name>Sputnik)(?: News)?",
    r"(?:Subscribe to|Follow|Like) (?P<name>[A-Z][\w&.’' -]{2,30}?) (?:on (?:Facebook|Twitter|YouTube|Instagram|"
    r"Telegram))",
    r"[Ww]ith (?P<name>[A-Z][\w&.’ -]{2,30}?)['’]s newsletters",
)

# Short names that footers use → the outlet.
OUTLET_SHORT: dict[str, str] = {
    "MEE": "Middle East Eye",
    "VOA": "Voice of America",
    "RFE": "RFE/RL",
    "Thomson Reuters": "Reuters",
}

# Hosts of outlets whose name is not the host's.
OUTLET_HOSTS: dict[str, str] = {
    "presstv.ir": "Press TV", "presstv.com": "Press TV", "presstv.co.uk": "Press TV",
    "middleeasteye.net": "Middle East Eye", "alarabiya.net": "Al Arabiya", "aljazeera.com": "Al Jazeera",
    "voanews.com": "Voice of America", "reuters.com": "Reuters", "apnews.com": "Associated Press", "afp.com": "AFP",
    "france24.com": "France 24", "bbc.com": "BBC", "bbc.co.uk": "BBC", "theguardian.com": "The Guardian",
    "cnn.com": "CNN",
    "nytimes.com": "The New York Times", "washingtonpost.com": "The Washington Post", "rt.com": "RT",
    "sputniknews.com": "Sputnik", "tass.com": "TASS", "sana.sy": "SANA", "aa.com.tr": "Anadolu Agency",
    "dailysabah.com": "Daily Sabah", "trtworld.com": "TRT World", "hurriyetdailynews.com": "Hürriyet Daily News",
    "ahram.org.eg": "Ahram Online", "jordantimes.com": "The Jordan Times", "almanar.com.lb": "Al Manar",
    "alalam.ir": "Al Alam", "newarab.com": "The New Arab", "alaraby.co.uk": "The New Arab",
    "aawsat.com": "Asharq Al-Awsat", "rudaw.net": "Rudaw", "xinhuanet.com": "Xinhua", "dw.com": "Deutsche Welle",
    "kyivindependent.com": "The Kyiv Independent", "ukrinform.net": "Ukrinform", "pravda.com.ua": "Ukrainska Pravda",
    "sudantribune.com": "Sudan Tribune", "haaretz.com": "Haaretz", "timesofisrael.com": "The Times of Israel",
    "jpost.com": "The Jerusalem Post", "independent.co.uk": "The Independent", "telegraph.co.uk": "The Telegraph",
}  # fmt: skip

# The commonest words of English running text; enough of them and no detector is needed.
_ENGLISH = """the of and to in a that is was for on as with by at from it he his were are had has have been be said an
which their they this but not or who after its more than also between over into about when where out all will would"""
ENGLISH_WORDS = frozenset(_ENGLISH.split())

# Words that no run of tags has: where one comes, running text has begun unnoticed.
_NO_TAGS = """the a an and was were is are has have had said says killed by from with that which who on to at for after
as it its their"""
NO_TAGS = frozenset(_NO_TAGS.split())

# Words with which the sentence behind a run of tags begins, and no tag does.
_STARTERS = """A An The At In On As After Before When While Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve
Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen Twenty Several More Some Dozens Scores Hundreds Thousands
Around About Nearly Over Up It This That Overnight Earlier Meanwhile"""
SENTENCE_STARTERS = frozenset(_STARTERS.split())

# Languages that a detector chooses from: those of news. Fewer rivals, fewer mistakes on a headline.
_LANGUAGES = """en ar ru uk fa tr he ku fr de es pt it nl pl cs sk hu ro bg sr hr bs sl mk sq el sv da no nb fi et lv lt
be ka hy az kk ur ps hi bn ta my th vi id ms zh ja ko sw am so ha"""
LANGUAGES = tuple(_LANGUAGES.split())
