package org.parcours.command.intake;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.DocumentRestriction;

/** The French codes of who may not see a document (CI-SIS, metadata of the DMP), in HL7 v2 and in FHIR. */
public final class DocumentRestrictionCodes {

    /** A secret connection of a minor hides the document from the legal representatives. */
    private static final Map<String, DocumentRestriction> RESTRICTIONS = Map.of(
            "MASQUE_PS", DocumentRestriction.HIDDEN_FROM_PROFESSIONALS,
            "INVISIBLE_PATIENT", DocumentRestriction.HIDDEN_FROM_PATIENT,
            "INVISIBLE_REP_LEGAUX", DocumentRestriction.HIDDEN_FROM_REPRESENTATIVES,
            "INVISIBLE_REPRESENTANTS_LEGAUX", DocumentRestriction.HIDDEN_FROM_REPRESENTATIVES,
            "CONNEXION_SECRETE", DocumentRestriction.HIDDEN_FROM_REPRESENTATIVES);

    private DocumentRestrictionCodes() {}

    public static Optional<DocumentRestriction> restriction(String code) {
        return Optional.ofNullable(RESTRICTIONS.get(code.toUpperCase(Locale.ROOT)));
    }
}
