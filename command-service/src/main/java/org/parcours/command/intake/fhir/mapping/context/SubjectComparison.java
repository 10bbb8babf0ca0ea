package org.parcours.command.intake.fhir.mapping.context;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Identifier;

/** Whether a part of a report is about the report's patient: the worst error is a value of another patient. */
public enum SubjectComparison {
    SAME,
    DIFFERENT,
    /** The references have no number in common, and none of the same system. */
    NOT_COMPARABLE;

    /** A part without a subject has that of its report. */
    public static SubjectComparison of(ReferenceResolver references, FhirElement report, FhirElement part) {
        FhirElement expected = report.child("subject");
        FhirElement found = part.child("subject");
        if (expected.isEmpty() || found.isEmpty()) {
            return SAME;
        }
        try {
            return compare(references, expected, found);
        } catch (RejectionException e) {
            // The mapper of the resource with the wrong reference names it.
            return NOT_COMPARABLE;
        }
    }

    private static SubjectComparison compare(ReferenceResolver references, FhirElement expected, FhirElement found) {
        Optional<FhirElement> one = references.resolve(expected);
        Optional<FhirElement> other = references.resolve(found);
        if (one.isPresent() && other.isPresent() && one.get() == other.get()) {
            return SAME;
        }
        List<Identifier> mine = identifiers(references, expected, one);
        List<Identifier> theirs = identifiers(references, found, other);
        if (mine.stream().anyMatch(number -> theirs.stream().anyMatch(number::isSameNumberAs))) {
            return SAME;
        }
        boolean sameSystem = mine.stream().anyMatch(number -> theirs.stream()
                .anyMatch(another -> another.system().equals(number.system())));
        return sameSystem ? DIFFERENT : NOT_COMPARABLE;
    }

    private static List<Identifier> identifiers(
            ReferenceResolver references, FhirElement reference, Optional<FhirElement> target) {
        return target.map(patient -> references.identityOf(patient).all())
                .orElseGet(() -> references.externalIdentifiers(reference));
    }
}
