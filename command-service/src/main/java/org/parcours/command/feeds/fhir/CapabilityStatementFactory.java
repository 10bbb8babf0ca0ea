package org.parcours.command.feeds.fhir;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalReadStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ReferenceHandlingPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.parcours.command.intake.fhir.mapping.ResourceMapperRegistry;

/** Creates the response to {@code GET /fhir/metadata}: this server only accepts data; query-service answers queries. */
final class CapabilityStatementFactory {

    private static final String VALIDATE = "http://hl7.org/fhir/OperationDefinition/Resource-validate";

    private CapabilityStatementFactory() {}

    /** @param base the URL of this server as the client knows it */
    static CapabilityStatement create(Instant now, String base) {
        CapabilityStatement statement = new CapabilityStatement()
                .setUrl(base + "/metadata")
                .setName("ParcoursCommandService")
                .setTitle("Parcours command-service")
                .setStatus(PublicationStatus.ACTIVE)
                .setDate(Date.from(now))
                .setKind(CapabilityStatementKind.INSTANCE)
                .setFhirVersion(FHIRVersion._4_0_1);
        statement.getSoftware().setName("Parcours command-service");
        statement
                .getImplementation()
                .setDescription("Records what source applications report; query-service answers queries")
                .setUrl(base);
        List.of(FhirMediaType.values()).forEach(type -> statement.addFormat(type.mediaType()));
        statement.addRest(rest());
        return statement;
    }

    private static CapabilityStatementRestComponent rest() {
        CapabilityStatementRestComponent rest = new CapabilityStatementRestComponent()
                .setMode(RestfulCapabilityMode.SERVER)
                .setDocumentation("The source application is named by ?source= or the header Parcours-Source. "
                        + "POST accepts Bundles of the types transaction, batch, message, collection, document, searchset "
                        + "and history. Resources of other types are kept and not tracked.");
        rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
        rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
        rest.addOperation().setName("validate").setDefinition(VALIDATE);
        ResourceMapperRegistry.resourceTypes().forEach(type -> rest.addResource(resource(type)));
        return rest;
    }

    private static CapabilityStatementRestResourceComponent resource(String type) {
        CapabilityStatementRestResourceComponent resource = new CapabilityStatementRestResourceComponent()
                .setType(type)
                .setVersioning(ResourceVersionPolicy.NOVERSION)
                .setReadHistory(false)
                .setUpdateCreate(true)
                .setConditionalCreate(true)
                .setConditionalUpdate(true)
                .setConditionalRead(ConditionalReadStatus.NOTSUPPORTED)
                .setConditionalDelete(ConditionalDeleteStatus.NOTSUPPORTED)
                .addReferencePolicy(ReferenceHandlingPolicy.LITERAL)
                .addReferencePolicy(ReferenceHandlingPolicy.LOGICAL);
        resource.setDocumentation(
                "A resource is found by its identifiers, and by its id within its source application. A conditional create "
                        + "or update has one search parameter: identifier=SYSTEM|VALUE. To withdraw a resource, send it with "
                        + "the status entered-in-error.");
        resource.addInteraction().setCode(TypeRestfulInteraction.CREATE);
        resource.addInteraction().setCode(TypeRestfulInteraction.UPDATE);
        resource.addOperation().setName("validate").setDefinition(VALIDATE);
        return resource;
    }
}
