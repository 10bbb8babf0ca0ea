package org.parcours.events;

/** Who may not see a document, as its sender states (French CI-SIS, metadata of the DMP). */
public enum DocumentRestriction {
    /** Masqué aux professionnels de santé. */
    HIDDEN_FROM_PROFESSIONALS,
    /** Non visible par le patient. */
    HIDDEN_FROM_PATIENT,
    /** Non visible par les représentants légaux. */
    HIDDEN_FROM_REPRESENTATIVES
}
