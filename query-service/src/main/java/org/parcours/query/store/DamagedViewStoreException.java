package org.parcours.query.store;

/** The database of the views is damaged: the views must be rebuilt into a new one. */
public final class DamagedViewStoreException extends ViewStoreException {

    public DamagedViewStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
