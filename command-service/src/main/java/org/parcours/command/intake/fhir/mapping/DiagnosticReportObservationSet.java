package org.parcours.command.intake.fhir.mapping;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.intake.fhir.resource.ResourceEntry;

/** The observations of a DiagnosticReport of the same message: they are recorded with it, not by themselves. */
public final class DiagnosticReportObservationSet {

    private final Set<Resource> resources = Collections.newSetFromMap(new IdentityHashMap<>());

    public DiagnosticReportObservationSet(ReferenceResolver references, List<ResourceEntry> entries) {
        entries.stream()
                .flatMap(entry -> entry.resource(DiagnosticReport.class).stream())
                .forEach(report -> report.getResult().forEach(result -> add(references, result, report)));
    }

    private void add(ReferenceResolver references, Reference reference, Resource from) {
        references.resolve(reference, from).ifPresent(target -> {
            if (resources.add(target) && target instanceof Observation observation) {
                observation.getHasMember().forEach(member -> add(references, member, observation));
            }
        });
    }

    boolean contains(Resource resource) {
        return resources.contains(resource);
    }
}
