import type { LogItem, LogView } from '@tailrace/core';
import { computed, onBeforeUnmount, onMounted, ref, watch, type ComputedRef, type Ref } from 'vue';

/** Rows to render above and below the visible ones. */
const SPARE = 10;

/** A virtual list: only visible rows are elements. All rows have the same height (in pixels). */
export function useRowsInSight(view: Ref<LogView>, box: Ref<HTMLElement | null>, rowHeight: number) {
  const top = ref(0);
  const height = ref(0);
  const following = ref(true);
  /** The line at the top, and how far it is scrolled out. It stays in place whatever changes above it. */
  let read = { seq: 0, offset: 0 };

  const first = computed(() => Math.max(0, Math.floor(top.value / rowHeight) - SPARE));
  const rows: ComputedRef<readonly LogItem[]> = computed(() =>
    view.value.slice(first.value, first.value + Math.ceil(height.value / rowHeight) + 2 * SPARE),
  );

  function look(element: HTMLElement): void {
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < rowHeight;
    // New lines do not end following; only scrolling up does.
    following.value = atEnd || (following.value && element.scrollTop >= top.value);
    top.value = element.scrollTop;
    height.value = element.clientHeight;
    const row = Math.floor(top.value / rowHeight);
    read = { seq: view.value.at(row)?.seq ?? 0, offset: top.value - row * rowHeight };
  }
  function scrollTo(position: number): void {
    if (!box.value) return;
    box.value.scrollTop = position;
    look(box.value);
  }
  const toEnd = (): void => {
    following.value = true;
    scrollTo(view.value.length * rowHeight);
  };

  watch(
    view,
    (now) => (following.value ? toEnd() : scrollTo(now.rowAtOrAfter(read.seq) * rowHeight + read.offset)),
    { flush: 'post' },
  );
  const sizes = new ResizeObserver(() => (following.value ? toEnd() : box.value && look(box.value)));
  onMounted(() => box.value && sizes.observe(box.value));
  onBeforeUnmount(() => sizes.disconnect());

  return {
    rows,
    /** The position of the first of `rows`, and the height of all rows, in pixels. */
    start: computed(() => first.value * rowHeight),
    length: computed(() => view.value.length * rowHeight),
    following,
    toEnd,
    onScroll: () => box.value && look(box.value),
    /** Scrolls a line to the middle. */
    toLine(seq: number): void {
      following.value = false;
      scrollTo(view.value.rowAtOrAfter(seq) * rowHeight - height.value / 2);
    },
  };
}
