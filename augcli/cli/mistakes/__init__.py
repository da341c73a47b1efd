"""Answer what people mistype: two lines, what is wrong and what to type instead."""
