package org.parcours.command.intake.fhir.resource;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.parcours.command.intake.fhir.element.ElementDefinition;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.element.FhirType;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * One pass over one document in XML. An element of a primitive type has its value as attribute, and its id and extensions
 * inside (FHIR R4, 2.23.0.1).
 */
final class XmlResourceReader {

    private static final String FHIR = "http://hl7.org/fhir";
    private static final String XHTML = "http://www.w3.org/1999/xhtml";
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,8})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,39})(\\.\\d{1,40})?([eE][+-]?\\d{1,2})?");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final XMLStreamReader xml;
    private int depth;

    XmlResourceReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    JsonNode read() throws XMLStreamException {
        String none = "";
        while (next(none) != XMLStreamConstants.START_ELEMENT) {}
        ObjectNode resource = resource(xml.getLocalName());
        while (next(none) != XMLStreamConstants.END_DOCUMENT) {}
        return resource;
    }

    /** At the start of the element of that resource; afterwards at its end. */
    private ObjectNode resource(String path) throws XMLStreamException {
        requireNamespace(path);
        String type = xml.getLocalName();
        ObjectNode resource = NODES.objectNode().put("resourceType", type);
        addContent(resource, FhirType.resource(type), path);
        return resource;
    }

    private void addContent(ObjectNode target, Optional<FhirType> type, String path) throws XMLStreamException {
        if (++depth > ResourceTreeReader.MAX_DEPTH) {
            throw rejection(path, "nested too deeply");
        }
        addAttributes(target, path);
        while (next(path) != XMLStreamConstants.END_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                addChild(target, type, path);
            }
        }
        depth--;
    }

    private void addAttributes(ObjectNode target, String path) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String name = xml.getAttributeLocalName(i);
            // A value is added by its element; attributes of other namespaces (xsi:schemaLocation) are about the
            // file.
            boolean isOfFhir = xml.getAttributeNamespace(i) == null
                    || xml.getAttributeNamespace(i).isEmpty();
            if (isOfFhir && !name.equals("value")) {
                target.put(name, xml.getAttributeValue(i));
            }
        }
    }

    private void addChild(ObjectNode target, Optional<FhirType> type, String path) throws XMLStreamException {
        String name = xml.getLocalName();
        String childPath = path + "." + name;
        Optional<ElementDefinition> definition = type.flatMap(known -> known.element(name))
                .or(() -> Optional.of(FhirType.EXTENSION).filter(extension -> name.equals(extension.name())));
        boolean repeats = definition.filter(ElementDefinition::repeats).isPresent();
        if (name.equals("div") && XHTML.equals(xml.getNamespaceURI())) {
            new PropertyAdder(target, name, repeats)
                    .add(Optional.of(StringNode.valueOf(xhtml(childPath))), Optional.empty());
            return;
        }
        requireNamespace(childPath);
        PropertyAdder adder = new PropertyAdder(target, name, repeats);
        if (definition.filter(known -> known.type().isAnyResource()).isPresent()) {
            adder.add(Optional.of(wrapped(childPath)), Optional.empty());
            return;
        }
        Optional<String> value = Optional.ofNullable(xml.getAttributeValue(null, "value"));
        Optional<FhirType> childType = definition.map(ElementDefinition::type);
        ObjectNode content = NODES.objectNode();
        addContent(content, childType, childPath);
        boolean primitive = childType.map(FhirType::isPrimitive).orElse(value.isPresent());
        if (value.isPresent() && !primitive && !content.isEmpty()) {
            throw rejection(childPath, "a value found, elements expected");
        }
        if (primitive || value.isPresent()) {
            adder.add(
                    value.map(text -> primitiveNode(text, childType)),
                    Optional.of(content).filter(extensions -> !extensions.isEmpty()));
        } else {
            adder.add(Optional.of(content), Optional.empty());
        }
    }

    /** The one resource in {@code contained} or {@code Bundle.entry.resource}. */
    private JsonNode wrapped(String path) throws XMLStreamException {
        Optional<ObjectNode> found = Optional.empty();
        while (next(path) != XMLStreamConstants.END_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                if (found.isPresent()) {
                    throw rejection(path, "several resources found, one expected");
                }
                found = Optional.of(resource(path));
            }
        }
        return found.isPresent() ? found.get() : NODES.nullNode();
    }

    private static JsonNode primitiveNode(String text, Optional<FhirType> type) {
        return switch (type.map(FhirType::name).orElse("")) {
            case "boolean" ->
                text.equals("true") || text.equals("false")
                        ? NODES.booleanNode(text.equals("true"))
                        : StringNode.valueOf(text);
            case "integer", "positiveInt", "unsignedInt" ->
                INTEGER.matcher(text).matches() ? NODES.numberNode(Integer.parseInt(text)) : StringNode.valueOf(text);
            case "decimal" ->
                DECIMAL.matcher(text).matches() ? NODES.numberNode(new BigDecimal(text)) : StringNode.valueOf(text);
            default -> StringNode.valueOf(text);
        };
    }

    /** At the start of {@code div}; afterwards at its end. */
    private String xhtml(String path) throws XMLStreamException {
        XhtmlWriter writer = new XhtmlWriter();
        int open = 0;
        do {
            switch (xml.getEventType()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++open + depth > ResourceTreeReader.MAX_DEPTH) {
                        throw rejection(path, "nested too deeply");
                    }
                    writer.start(xml, open == 1);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    writer.end(xml.getLocalName());
                    open--;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    writer.text(xml.getText());
                default -> {}
            }
            if (open > 0) {
                advance(path);
            }
        } while (open > 0);
        return writer.toString();
    }

    /** The next event; text between the elements of a resource is rejected. */
    private int next(String path) throws XMLStreamException {
        int event = advance(path);
        boolean isText = event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA;
        if (isText && !xml.getText().isBlank()) {
            throw rejection(path, "text between elements: values are attributes");
        }
        return event;
    }

    private int advance(String path) throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD) {
            throw rejection(path, "a document type is not allowed");
        }
        if (event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw rejection(path, "an entity is not allowed");
        }
        return event;
    }

    private void requireNamespace(String path) {
        if (!FHIR.equals(xml.getNamespaceURI())) {
            throw rejection(path, "namespace " + FHIR + " expected");
        }
    }

    private RejectionException rejection(String path, String problem) {
        return FhirRejectionCode.UNREADABLE.exceptionAt(
                path,
                "%s: line %d, column %d"
                        .formatted(
                                problem,
                                xml.getLocation().getLineNumber(),
                                xml.getLocation().getColumnNumber()));
    }
}
