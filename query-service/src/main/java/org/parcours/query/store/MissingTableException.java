package org.parcours.query.store;

/** The generation has no such table: another process has deleted it, or somebody the table. */
public final class MissingTableException extends ViewStoreException {

    public MissingTableException(String message, Throwable cause) {
        super(message, cause);
    }
}
