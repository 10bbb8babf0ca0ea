package org.parcours.command.intake.fhir.element;

import ca.uhn.fhir.context.BaseRuntimeChildDatatypeDefinition;
import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeDeclaredChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildExtension;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A type of FHIR R4: a resource, a data type, or the type of a nested element ({@code Observation.component}). The
 * definitions are HAPI's; the first use of a type takes some milliseconds.
 */
public final class FhirType {

    static final String RESOURCE = "Resource";

    private static final Map<BaseRuntimeElementDefinition<?>, FhirType> TYPES = new ConcurrentHashMap<>();
    private static final Map<String, FhirType> RESOURCES = new ConcurrentHashMap<>();
    private static final FhirType ANY_RESOURCE = new FhirType(RESOURCE, Optional.empty());

    /** Of the values of primitive types too. */
    public static final ElementDefinition EXTENSION =
            new ElementDefinition("extension", extension(), true, false, Set.of());

    private final String name;
    private final Optional<BaseRuntimeElementDefinition<?>> definition;
    private final boolean primitive;
    private final Optional<FhirType> itself = Optional.of(this);
    private volatile Map<String, ElementDefinition> elements = Map.of();
    private volatile Map<String, Optional<ElementDefinition>> byProperty = Map.of();
    private volatile boolean read;

    private FhirType(String name, Optional<BaseRuntimeElementDefinition<?>> definition) {
        this.name = name;
        this.definition = definition;
        this.primitive = definition
                .map(BaseRuntimeElementDefinition::getChildType)
                .filter(FhirType::isPrimitive)
                .isPresent();
    }

    /** The type of a resource; empty where FHIR R4 has no such resource. */
    public static Optional<FhirType> resource(String resourceType) {
        FhirType known = RESOURCES.get(resourceType);
        if (known != null) {
            return known.itself;
        }
        return FhirContext.forR4Cached().getResourceTypes().contains(resourceType)
                ? Optional.of(RESOURCES.computeIfAbsent(resourceType, FhirType::findResource))
                : Optional.empty();
    }

    private static FhirType findResource(String resourceType) {
        return of(FhirContext.forR4Cached().getResourceDefinition(resourceType));
    }

    private static FhirType of(BaseRuntimeElementDefinition<?> definition) {
        return TYPES.computeIfAbsent(definition, found -> new FhirType(found.getName(), Optional.of(found)));
    }

    /** {@code Patient}, {@code Quantity}, {@code dateTime}, {@code Observation.component}. */
    public String name() {
        return name;
    }

    public boolean isPrimitive() {
        return primitive;
    }

    private static boolean isPrimitive(ChildTypeEnum kind) {
        return switch (kind) {
            case PRIMITIVE_DATATYPE, ID_DATATYPE, PRIMITIVE_XHTML, PRIMITIVE_XHTML_HL7ORG -> true;
            default -> false;
        };
    }

    /** The type of an element that is defined to have this type; empty where any resource is allowed. */
    Optional<FhirType> ofElement() {
        return isAnyResource() ? Optional.empty() : itself;
    }

    public boolean isAnyResource() {
        return this == ANY_RESOURCE;
    }

    /** The element that a JSON property of this type contains; empty where FHIR R4 defines none. */
    public Optional<ElementDefinition> element(String property) {
        if (!read) {
            elements();
        }
        return byProperty.getOrDefault(property, Optional.empty());
    }

    /** By the name of the JSON property: a choice has one for each of its types. */
    public Map<String, ElementDefinition> elements() {
        if (!read) {
            Map<String, ElementDefinition> found = new LinkedHashMap<>();
            definition
                    .filter(BaseRuntimeElementCompositeDefinition.class::isInstance)
                    .map(BaseRuntimeElementCompositeDefinition.class::cast)
                    .ifPresent(composite -> addElements(composite, found));
            elements = Map.copyOf(found);
            Map<String, Optional<ElementDefinition>> lookup = new HashMap<>();
            found.forEach((property, element) -> lookup.put(property, Optional.of(element)));
            byProperty = lookup;
            read = true;
        }
        return elements;
    }

    private static void addElements(
            BaseRuntimeElementCompositeDefinition<?> composite, Map<String, ElementDefinition> found) {
        for (BaseRuntimeChildDefinition child : composite.getChildrenAndExtension()) {
            String name = child.getElementName().replace("[x]", "");
            if (child instanceof RuntimeChildExtension) {
                found.put(
                        name,
                        new ElementDefinition(name, extension(), true, name.equals("modifierExtension"), Set.of()));
                continue;
            }
            boolean isModifier = child instanceof BaseRuntimeDeclaredChildDefinition declared && declared.isModifier();
            for (String property : child.getValidChildNames()) {
                found.put(
                        property,
                        new ElementDefinition(
                                name, typeOf(child, property), child.getMax() != 1, isModifier, codes(child)));
            }
        }
    }

    /** HAPI defines the extension of each type as a choice of its values. */
    private static FhirType extension() {
        return of(FhirContext.forR4Cached().getElementDefinition("Extension"));
    }

    private static FhirType typeOf(BaseRuntimeChildDefinition child, String property) {
        BaseRuntimeElementDefinition<?> type = child.getChildByName(property);
        return type == null
                        || type.getChildType() == ChildTypeEnum.RESOURCE
                        || type.getChildType() == ChildTypeEnum.CONTAINED_RESOURCES
                        || type.getChildType() == ChildTypeEnum.CONTAINED_RESOURCE_LIST
                ? ANY_RESOURCE
                : of(type);
    }

    private static Set<String> codes(BaseRuntimeChildDefinition child) {
        Class<? extends Enum<?>> bound =
                child instanceof BaseRuntimeChildDatatypeDefinition coded ? coded.getBoundEnumType() : null;
        if (bound == null) {
            return Set.of();
        }
        Set<String> codes = new LinkedHashSet<>();
        Stream.of(bound.getEnumConstants()).map(FhirType::codeOf).forEach(code -> code.ifPresent(codes::add));
        return codes;
    }

    private static Optional<String> codeOf(Enum<?> constant) {
        try {
            // The enumerations of HAPI's R4 structures have no common interface.
            Object code = constant.getDeclaringClass().getMethod("toCode").invoke(constant);
            return Optional.ofNullable((String) code).filter(text -> !text.equals("?"));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("HAPI's " + constant.getDeclaringClass() + " has no code", e);
        }
    }
}
