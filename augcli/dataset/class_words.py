"""Words in class names that tell which transforms would harm the class."""

from __future__ import annotations


def _table(text: str) -> list[str]:
    return text.split()


DIGITS = {
    name: str(digit)
    for digit, name in enumerate(_table("zero one two three four five six seven eight nine"))
}

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
    ("north", "south"),
)

# Gray, black and white are left out: a change of hue keeps them. So are colours that are more often
# the names of fruit or flowers; orange counts only beside another colour in the same place.
COLOURS = frozenset(
    _table("""
    red green blue yellow orange purple pink cyan magenta turquoise brown
    rot grün blau gelb rouge vert bleu jaune rojo verde azul amarillo rosso giallo
    """)
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
