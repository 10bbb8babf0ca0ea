package org.parcours.query.projection;

/** Another query-service holds the lease of the views: this one reads them. */
final class AnotherProcessProjectsException extends RuntimeException {

    AnotherProcessProjectsException() {
        super("Another query-service projects into these views");
    }
}
