package org.parcours.query.store;

/** Another process has taken the lease, or has written since: nothing was written. */
public final class LeaseLostException extends RuntimeException {

    public LeaseLostException(String message) {
        super(message);
    }
}
