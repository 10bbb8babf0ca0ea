package org.parcours.command.intake;

/**
 * Well formed, but nothing that Parcours tracks (an unknown trigger, a billing message). It is answered positively
 * and kept, so that it can be submitted again once somebody has mapped it.
 */
public record Unmapped(String code, String field, String reason) implements Understanding {

    /** The same whatever the feed. */
    public static final String CODE = "PARC-0208";
}
