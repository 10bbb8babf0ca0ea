package org.parcours.query.documents;

import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;

/**
 * A document of an entry.
 *
 * @param event the latest event that refers to it
 */
record DocumentVersion(DocumentRef document, State state, Envelope event) {

    enum State {
        /** The entry shows it. */
        CURRENT,
        /** Being written, beside a valid version. */
        DRAFT,
        /** Replaced by a later one. */
        EARLIER,
        /** The sender has taken it back: it does not count. */
        WITHDRAWN
    }
}
