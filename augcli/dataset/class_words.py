"""Words in class names that tell which transforms would harm the class."""

from __future__ import annotations


def _table(text: str) -> list[str]:
    return text.split()


DIGITS = {
    name: str(digit)
    for digit, name in enumerate(_table("zero one two three four five six seven eight nine"))
}

# Before a single digit or letter: digit_6, letter-b.
CHARACTER = "digit|number|numeral|num|letter|character|char|ziffer|buchstabe|chiffre|lettre"

MIRRORED_LETTERS = ("bd", "pq", "bp", "dq")

LEFT_AND_RIGHT = (
    ("left", "right"),
    ("l", "r"),
    ("lh", "rh"),
    ("lhs", "rhs"),
    ("leftward", "rightward"),
    ("leftwards", "rightwards"),
    ("port", "starboard"),
    ("sinister", "dexter"),
    ("os", "od"),
    ("clockwise", "anticlockwise"),
    ("cw", "ccw"),
    ("east", "west"),
    ("northeast", "northwest"),
    ("southeast", "southwest"),
    ("ne", "nw"),
    ("se", "sw"),
    ("links", "rechts"),
    ("linke", "rechte"),
    ("linker", "rechter"),
    ("linkes", "rechtes"),
    ("gauche", "droite"),
    ("gauche", "droit"),
    ("izquierda", "derecha"),
    ("izquierdo", "derecho"),
    ("esquerda", "direita"),
    ("esquerdo", "direito"),
    ("sinistra", "destra"),
    ("sinistro", "destro"),
    ("vänster", "höger"),
    ("venstre", "højre"),
    ("venstre", "høyre"),
    ("vasen", "oikea"),
    ("lewy", "prawy"),
    ("lewa", "prawa"),
    ("lewo", "prawo"),
    ("levý", "pravý"),
    ("лево", "право"),
    ("левый", "правый"),
    ("sol", "sağ"),
    ("左", "右"),
)

UP_AND_DOWN = (
    ("up", "down"),
    ("upward", "downward"),
    ("upwards", "downwards"),
    ("upright", "inverted"),
    ("upright", "upsidedown"),
    ("north", "south"),
    ("northeast", "southeast"),
    ("northwest", "southwest"),
    ("ne", "se"),
    ("nw", "sw"),
    ("oben", "unten"),
    ("haut", "bas"),
    ("arriba", "abajo"),
)

# Top and bottom are left out: they are clothes, too.
ACROSS = frozenset(_table("left right east west leftward rightward leftwards rightwards"))
ALONG = frozenset(_table("up down north south upward downward upwards downwards"))

# Gray, black and white are left out: a change of hue keeps them. So are colours that are more often
# the names of fruit or flowers; orange counts only beside another colour in the same place.
COLOURS = frozenset(
    _table("""
    red green blue yellow orange purple pink cyan magenta turquoise brown
    maroon crimson teal navy beige
    rot grün blau gelb rouge vert bleu jaune rojo verde azul amarillo rosso giallo
    vermelho amarelo rood groen blauw geel
    ripe unripe overripe underripe
    """)
)

SHADES = frozenset(
    _table("black white dark light bright schwarz weiß weiss noir blanc negro blanco preto branco")
)

# Words of things that are read. "Letter", "form" and "sign" alone may be something else.
WRITTEN = (
    *_table("""
    text handwriting handwritten document documents invoice invoices receipt receipts newspaper
    newspapers captcha captchas signature signatures logo logos email memo resume questionnaire
    contract contracts
    """),
    *("traffic sign", "traffic signs", "road sign", "street sign", "stop sign", "speed limit"),
    *("license plate", "licence plate", "number plate", "news article"),
    *("scientific report", "scientific publication"),
)

# Things with an up and a down that are photographed from the side. Left out are those that are as
# often photographed from above: vehicles, plants, food, insects, fish, buildings.
UPRIGHT = frozenset(
    _table("""
    person people human man men woman women child children boy girl baby face portrait selfie
    angry happy sad surprised disgusted fearful smiling
    cat kitten dog puppy horse cow sheep goat pig deer elephant giraffe zebra lion tiger bear
    wolf fox rabbit squirrel monkey gorilla chimpanzee panda koala kangaroo camel llama hippo
    rhino leopard cheetah raccoon otter donkey
    bird owl eagle hawk parrot penguin pigeon chicken rooster duck goose swan flamingo ostrich
    dress hat shirt tshirt longsleeve blouse sweater pullover hoodie jacket coat outwear pants
    trousers jeans shorts skirt shoe sneaker boot sandal
    chair sofa lamp bookcase wardrobe bottle cup mug vase clock television
    """)
)
