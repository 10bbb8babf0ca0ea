package org.parcours.command.log.axon;

import org.parcours.command.intake.Report;

/** The one command: a report, taken at its own identity. Compared by reference, as Axon's entity id. */
final class Submission {

    private final Report report;

    Submission(Report report) {
        this.report = report;
    }

    Report report() {
        return report;
    }
}
