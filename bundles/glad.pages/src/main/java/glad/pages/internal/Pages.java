package glad.pages.internal;

/** What answers behind a {@link PageServlet}, in any thread. */
interface Pages {

    /** Answers what a browser asks that may. */
    Answer answer(Question question);

    /** Says why something isn't shown or done. */
    Answer refused(int status, String reason);
}
