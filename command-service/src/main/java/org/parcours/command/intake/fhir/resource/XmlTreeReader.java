package org.parcours.command.intake.fhir.resource;

import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a resource in XML as the tree of the same resource in JSON (FHIR R4, 2.23 and 2.24), so that both have the same
 * paths and the same account. Unknown elements are kept. Document types and entities are rejected (XXE, billion laughs).
 */
final class XmlTreeReader {

    private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

    XmlTreeReader() {
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    }

    /** @throws RejectionException where the text is no resource in XML, naming line and column */
    JsonNode read(String text) {
        try {
            return new XmlResourceReader(factory.createXMLStreamReader(new StringReader(text.strip()))).read();
        } catch (XMLStreamException e) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt("", "not XML: " + place(e));
        }
    }

    private static String place(XMLStreamException e) {
        return Optional.ofNullable(e.getLocation())
                .map(location -> "line %d, column %d".formatted(location.getLineNumber(), location.getColumnNumber()))
                .orElse("at an unknown place");
    }
}
