/** Milliseconds between updates of numbers that change constantly: nobody reads faster. */
export const CALM = 250;

type Subscribe = (listener: () => void) => () => void;

/** Limits notifications to one per `interval` milliseconds; the last change is always reported. */
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
