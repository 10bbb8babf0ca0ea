package org.parcours.query.timeline;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The patient's timeline has no entry with this id. */
final class UnknownEntryException extends ResponseStatusException {

    UnknownEntryException() {
        super(HttpStatus.NOT_FOUND, "The timeline has no such entry");
    }
}
