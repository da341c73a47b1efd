/** Which image is looked at: a place in a class, or in all classes together. */

/** Return the ways to walk through the images of classes with `first` and `count`. */
export function makeImages({ classes, images }) {
  const spanOf = (state) => classes[state.class] ?? { first: 0, count: images };

  return {
    /** Return the place of the image in its class, from 0, and how many there are. */
    where(state) {
      const { first, count } = spanOf(state);
      return { place: state.image - first, count };
    },
    /** Return the first image of the class and how many there are. */
    span: spanOf,
    /** Return the image that is so many further, and after the last the first. */
    beside(state, by) {
      const { first, count } = spanOf(state);
      return first + ((state.image - first + by + count) % count);
    },
    /** Return the state with a class and an image that there are, whatever a link says. */
    mended(state) {
      const chosen = { ...state, class: classes[state.class] ? state.class : null };
      const { first, count } = spanOf(chosen);
      const inside = state.image >= first && state.image < first + count;
      return { ...chosen, image: inside ? state.image : first };
    },
  };
}
