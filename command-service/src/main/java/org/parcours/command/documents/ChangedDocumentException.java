package org.parcours.command.documents;

import org.parcours.command.store.Hash;

/** The stored bytes of a document no longer have the hash under which they were stored. */
public final class ChangedDocumentException extends IllegalStateException {

    ChangedDocumentException(Hash hash) {
        super("The stored bytes of document " + hash + " were changed");
    }
}
