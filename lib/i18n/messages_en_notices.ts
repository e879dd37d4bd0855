/** English texts of the page of notices. */
export const noticesEn = {
  notices: {
    title: "Notices",
    explain:
      "What channels of the kind “In Vigia” told. What you mark as read is read for you alone.",
    list: "Latest notices",
    empty: "Nothing was told here yet. A channel of the kind “In Vigia” fills this page.",
    states: { firing: "Firing", resolved: "Resolved", info: "Note" },
    unread: "unread",
    read: "Mark as read",
    readName: (title: string) => `Mark as read: ${title}`,
    readAll: "Mark all as read",
    pages: "Pages of notices",
    newest: "Newest",
    older: "Older",
  },
};
