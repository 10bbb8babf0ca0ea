package org.parcours.command.feeds.fhir;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.parcours.command.intake.fhir.mapping.ResourceMapperRegistry;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;

/** Creates the response to {@code GET /fhir/metadata}: this server only accepts data; query-service answers queries. */
final class CapabilityStatementFactory {

    private CapabilityStatementFactory() {}

    static CapabilityStatement create(Instant now) {
        CapabilityStatement statement = new CapabilityStatement()
                .setStatus(PublicationStatus.ACTIVE)
                .setDate(Date.from(now))
                .setKind(CapabilityStatementKind.INSTANCE)
                .setFhirVersion(FHIRVersion._4_0_1);
        statement.getSoftware().setName("Parcours command-service");
        statement.getImplementation().setDescription("Accepts facts; query-service answers queries");
        List.of(FhirResourceCodec.values()).forEach(format -> statement.addFormat(format.mediaType()));
        CapabilityStatementRestComponent rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
        rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
        rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
        for (String type : ResourceMapperRegistry.resourceTypes()) {
            var resource = rest.addResource().setType(type).setUpdateCreate(true);
            resource.addInteraction().setCode(TypeRestfulInteraction.CREATE);
            resource.addInteraction().setCode(TypeRestfulInteraction.UPDATE);
        }
        return statement;
    }
}
