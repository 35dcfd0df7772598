/** 打印: the browser's own dialog prints, and saves as PDF. */
document.addEventListener('click', (event) => {
  if ((event.target as Element).closest('[data-print]')) window.print();
});
