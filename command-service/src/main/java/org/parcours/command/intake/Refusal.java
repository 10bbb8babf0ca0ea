package org.parcours.command.intake;

/**
 * The message could not be understood; its bytes go to quarantine.
 *
 * @param code unique, in the runbook: {@code PARC-0312}
 * @param field where: {@code PID-3}, {@code data.visit.number}
 * @param reason a sentence that the sender's engineer can act on, free of identities
 */
public record Refusal(String code, String field, String reason) implements Understanding {}
