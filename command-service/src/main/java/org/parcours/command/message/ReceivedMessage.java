package org.parcours.command.message;

import java.util.Optional;

/** A message as a feed received it: its bytes, and its sender as far as its header says; its content is not parsed yet. */
public interface ReceivedMessage {

    /** Never fails: a message without a readable header has an unknown sender. */
    Sender sender();

    /** The sender's own id of the message (MSH-10, a CloudEvent's {@code id}), as far as it can be read. */
    Optional<String> messageId();

    /** The media type of {@link #bytes}. */
    String contentType();

    /** The bytes that quarantine keeps of a message that is not recorded; not to be changed by the caller. */
    byte[] bytes();

    /**
     * Parses the content, once.
     *
     * @throws org.parcours.command.store.StoreOperationException where a document inside the message cannot be stored
     */
    ParseResult parse();

    /**
     * Stores the message's bytes as received, Z segments and unmapped fields included.
     *
     * @return their SHA-256, under which the document store has them
     * @throws org.parcours.command.store.StoreOperationException
     */
    String storeRaw();

    /** How many facts one commit may hold; a message with more of them is recorded by several commits (ADR 0020). */
    default int maxFactsPerCommit() {
        return Integer.MAX_VALUE;
    }

    /** The rejection of a message on which Parcours itself failed, in the codes of its format. */
    Rejection internalError();
}
