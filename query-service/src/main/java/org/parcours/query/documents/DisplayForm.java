package org.parcours.query.documents;

import java.util.Optional;

/** How a document is shown. */
sealed interface DisplayForm {

    /** By the browser itself: a PDF or an image, whose first bytes are those of its type. */
    record Native(Kind kind, String mediaType) implements DisplayForm {}

    enum Kind {
        PDF,
        IMAGE
    }

    record Text(String text, String charset) implements DisplayForm {}

    /** The document's own HTML, without scripts and without anything from elsewhere. */
    record SandboxedHtml(String charset) implements DisplayForm {}

    /**
     * HTML of ours, made from the document.
     *
     * @param fragment escaped
     * @param complete whether nothing of the document is left out
     * @param body a document inside, which the browser shows
     */
    record Rendered(String fragment, boolean complete, Optional<EmbeddedBody> body) implements DisplayForm {}

    /** @param reason the key of a message */
    record Download(String reason) implements DisplayForm {}

    record EmbeddedBody(String mediaType, byte[] bytes) {}
}
