package org.parcours.query.store;

/** The database of the views is unavailable, or has rejected an operation. */
public class ViewStoreException extends RuntimeException {

    public ViewStoreException(String message) {
        super(message);
    }

    public ViewStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
