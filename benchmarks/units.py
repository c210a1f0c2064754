"""Folds the names of units, so that "$", "USD" and "US dollars" are one."""

import re

_OTHER_NAMES = {
    "dollar": "$|us$|$us|usd|us dollar|american dollar",
    "pound sterling": "£|gbp|british pound",
    "euro": "€|eur",
    "yen": "¥|jpy|japanese yen",
    "yuan": "cny|rmb|renminbi|chinese yuan",
    "ringgit": "rm|myr|malaysian ringgit",
    "shekel": "₪|ils|nis|israeli shekel",
    "rupee": "₹|inr|indian rupee",
    "franc": "chf|swiss franc",
    "penny": "p|pence",
    "percent": "%|per cent|percentage|pct|prozent",
    "percentage point": "percent point|pp",
    "basis point": "bp|bps",
    "kilometre": "km|kilometer",
    "metre": "m|meter",
    "centimetre": "cm|centimeter",
    "millimetre": "mm|millimeter",
    "inch": '"|″|in',
    "foot": "ft|′",
    "yard": "yd",
    "square metre": "sqm|sq m|square meter|m²",
    "square foot": "sqft|sq ft",
    "square kilometre": "sq km|square kilometer|km²",
    "square mile": "sq mi|sq mile",
    "litre": "l|liter",
    "gram": "g|gramme",
    "kilogram": "kg|kilo|kilogramme",
    "ounce": "oz",
    "pound": "lb",
    "tonne": "metric ton",
    "second": "s|sec",
    "minute": "min",
    "hour": "h|hr",
    "year": "yr",
    "mile per hour": "mph",
    "kilometre per hour": "kmh|kph",
    "hertz": "hz",
    "kilohertz": "khz",
    "megahertz": "mhz",
    "gigahertz": "ghz",
    "kilobyte": "kb",
    "megabyte": "mb",
    "gigabyte": "gb",
    "terabyte": "tb",
    "megabit per second": "mbps",
    "gigabit per second": "gbps",
    "volt": "v",
    "watt": "w",
    "kilowatt": "kw",
    "megawatt": "mw",
    "gigawatt": "gw",
    "kilowatt hour": "kwh|kilowatt-hour",
    "megawatt hour": "mwh|megawatt-hour",
    "mega british thermal unit": "mmbtu",
    "celsius": "°c|degc|degree c|deg c|degree celsius",
    "fahrenheit": "°f|degf|degree f|deg f|degree fahrenheit",
    "year of age": "year-old|year old",
}
_NAME_OF = {other: name for name, others in _OTHER_NAMES.items() for other in others.split("|")}
_IRREGULAR = {"people": "person", "children": "child", "feet": "foot"}
_SHORTEST_PLURAL = 3
_PER = re.compile(r"\s+(?:per|a|an)\s+|\s*/\s*")


def fold_unit(unit: str) -> str:
    """The one name of a unit: lower case, singular, synonyms folded; rates are "… per …".

    A portion ("a third of voters") may be annotated as "% voters": the sign says no more than the value does.
    """
    plain = " ".join(unit.lower().replace("per cent", "percent").split())
    parts = [_fold(part) for part in _PER.split(plain.removeprefix("% "))]
    return " per ".join(part for part in parts if part)


def _fold(phrase: str) -> str:
    if phrase in _NAME_OF:
        return _NAME_OF[phrase]
    single = " ".join(_singular(word.rstrip(".")) for word in phrase.split())
    return _NAME_OF.get(single, single)


def _singular(word: str) -> str:
    """The singular of an English word, as far as its ending tells; what matters is that both sides fold alike."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _SHORTEST_PLURAL or word.endswith(("ss", "us", "is")):
        return word
    for ending, instead in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("men", "man"), ("s", "")):
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word
