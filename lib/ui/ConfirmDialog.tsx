import { useEffect, useRef } from "preact/hooks";

/** Something that must be asked once before it is done. */
export interface Question {
  title: string;
  text: string;
  /** What the button says that does it. */
  action: string;
  run: () => void | Promise<void>;
}

export interface ConfirmDialogProps {
  question: Question | null;
  cancel: string;
  /** The question was answered, either way. */
  onDone: () => void;
}

/** Asks before something dangerous. Cancel has the focus; Escape cancels; the focus goes back. */
export function ConfirmDialog({ question, cancel, onDone }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (question === null || dialog.current === null || dialog.current.open) return;
    dialog.current.returnValue = "";
    dialog.current.showModal();
  }, [question]);
  const onClose = () => {
    const isWanted = dialog.current?.returnValue === "do";
    onDone();
    if (isWanted) void question?.run();
  };
  return (
    <dialog
      ref={dialog}
      class="confirm"
      aria-labelledby={question === null ? undefined : "confirm-title"}
      aria-describedby={question === null ? undefined : "confirm-text"}
      onClose={onClose}
    >
      {question !== null && (
        <form method="dialog">
          <h2 id="confirm-title">{question.title}</h2>
          <p id="confirm-text">{question.text}</p>
          <div class="dialog-actions">
            <button type="submit" class="button" value="cancel">{cancel}</button>
            <button type="submit" class="button button-danger" value="do">{question.action}</button>
          </div>
        </form>
      )}
    </dialog>
  );
}
