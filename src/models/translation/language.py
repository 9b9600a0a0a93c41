"""The language pair of language.json: draws sentences and translates them by rule. language.ts does the same for a reader's sentence."""
import json
from pathlib import Path

language = json.loads((Path(__file__).resolve().parent / "language.json").read_text())
templates, meeting, chances = language["templates"], language["meeting"], language["chances"]


class Word:
    """A source word at its place: target words remember which ones they come from."""

    def __init__(self, text):
        self.text = text


class Phrase:
    """Source words, and target words as pairs (text, the source words that it comes from)."""

    def __init__(self, source=(), target=()):
        self.source, self.target = list(source), list(target)


def lexical(word, form):
    """One source word and its translation, which may be several words."""
    source = Word(word)
    return Phrase([source], [(part, {source}) for part in form.split()])


def fill(template, slots, forms):
    """Puts the slots in the orders of both languages. `forms` are the target words that a template inflects."""
    order, phrase = templates[template], Phrase()
    own = dict(slots)
    for name in order["source"].split():
        if name not in slots and name in language["literals"]:
            own[name] = Phrase([Word(name)])
        phrase.source += own[name].source if name in own else []
    for item in order["target"].split():
        name, arrow, sources = item.partition("<")
        if not arrow:
            phrase.target += own[name].target if name in own else []
        else:
            words = {word for slot in sources.split(",") if slot in own for word in own[slot].source}
            phrase.target.append((forms.get(name, name), words))
    return phrase


def noun_phrase(noun, negated=False):
    """noun: {det | owner, adjectives, noun}. The object of a negated verb has de for un."""
    entry = language["nouns"][noun["noun"]]
    gender = entry["gender"]
    slots = {"noun": lexical(noun["noun"], entry["target"])}
    for adjective in noun["adjectives"]:
        of = language["adjectives"][adjective]
        slots[of["slot"]] = lexical(adjective, of[gender])
    if "owner" in noun:
        slots["owner"] = noun_phrase(noun["owner"])
        return fill("owned", slots, {"det": language["determiners"]["the"][gender]})
    determiner = language["determiners"][noun["det"]]
    slots["det"] = lexical(noun["det"], determiner.get("negated" if negated else gender, determiner[gender]))
    return fill("noun", slots, {})


def translate(clause):
    """A clause → the words of both languages, and for each target word the positions that it comes from."""
    verb, kind = language["verbs"][clause["verb"]], clause["kind"]
    slots = {}
    subject = clause["subject"]
    slots["subject"] = (
        lexical(subject, language["subjects"][subject]["target"]) if isinstance(subject, str) else noun_phrase(subject)
    )
    verbal, gender = {}, "m"
    for form, word in [("base", clause["verb"]), ("present", verb["present"]), ("past", verb["past"])]:
        verbal[form] = Phrase([Word(word)])
    if "particle" in verb:
        verbal["particle"] = Phrase([Word(verb["particle"])])
    if isinstance(clause["object"], str):
        pronoun = language["objects"][clause["object"]]
        gender = pronoun["gender"]
        word = lexical(clause["object"], pronoun["target"])
        slots["object"] = Phrase(word.source)  # in French it stands before the verb
        verbal["clitic"] = Phrase([], word.target)
    else:
        slots["object"] = noun_phrase(clause["object"], kind.endswith("not"))
    slots["verb"] = fill(kind, verbal, {"present": verb["target"], "participle": verb[gender]})
    if "place" in clause:
        preposition, ground = clause["place"]["preposition"], noun_phrase(clause["place"]["noun"])
        slots["place"] = fill(
            "place",
            {"preposition": lexical(preposition, language["prepositions"][preposition]["target"]), "ground": ground},
            {},
        )
    phrase = fill("clause", slots, {})
    at = {word: i for i, word in enumerate(phrase.source)}
    target = [(text, sorted(at[word] for word in words)) for text, words in meet(phrase.target)]
    return [word.text for word in phrase.source], [text for text, _ in target], [places for _, places in target]


def meet(words):
    """What French does to words that meet: le oiseau → l'oiseau, then de le chien → du chien."""
    met = []
    for text, places in reversed(words):
        if met and text in meeting["elide"] and met[0][0][0] in meeting["vowel"]:
            met[0] = (meeting["elide"][text] + met[0][0], places | met[0][1])
        elif met and f"{text} {met[0][0]}" in meeting["contract"]:
            met[0] = (meeting["contract"][f"{text} {met[0][0]}"], places | met[0][1])
        else:
            met.insert(0, (text, places))
    return met


def draw(random):
    """A clause drawn with the language's chances from a random.Random."""
    nouns = language["nouns"]
    acting = [noun for noun in nouns if nouns[noun].get("acts")]
    coin = lambda name: random.random() < chances[name]

    def determiner():
        return "the" if coin("the") else "a"

    def draw_noun(among):
        noun = {"noun": random.choice(among), "adjectives": []}
        for slot in ["size", "quality", "color"]:
            if coin(slot):
                words = [word for word, of in language["adjectives"].items() if of["slot"] == slot]
                noun["adjectives"].append(random.choice(words))
        if coin("owned"):
            noun["owner"] = {"det": determiner(), "noun": random.choice(acting), "adjectives": []}
        else:
            noun["det"] = determiner()
        return noun

    everything = list(nouns)
    clause = {
        "subject": random.choice(list(language["subjects"])) if coin("pronounSubject") else draw_noun(acting),
        "verb": random.choice(list(language["verbs"])),
        "kind": ("past" if coin("past") else "present") + (" not" if coin("not") else ""),
        "object": random.choice(list(language["objects"])) if coin("pronounObject") else draw_noun(everything),
    }
    if coin("place"):
        preposition = random.choice(list(language["prepositions"]))
        things = language["prepositions"][preposition].get("things", False)
        ground = draw_noun([noun for noun in nouns if noun not in acting] if things else everything)
        clause["place"] = {"preposition": preposition, "noun": ground}
    return clause


def is_withheld(clause):
    """Whether an adjective qualifies a noun in a pair that training never shows."""
    nouns = [clause["subject"], clause["object"], clause.get("place", {}).get("noun")]
    pairs = {f"{word} {noun['noun']}" for noun in nouns if isinstance(noun, dict) for word in noun["adjectives"]}
    return not pairs.isdisjoint(language["withheld"])
