/** Milliseconds between two drawings of numbers that change all the time: nobody reads faster. */
export const CALM = 250;

type Subscribe = (listener: () => void) => () => void;

/** The same subscription, told at most every `interval` milliseconds; the last change is always told. */
export function calm(subscribe: Subscribe, interval: number): Subscribe {
  return (listener) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const undo = subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        listener();
      }, interval);
    });
    return () => {
      undo();
      clearTimeout(timer);
    };
  };
}
