package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.model.Scope;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The definitions of the custom resources, made of their records: the structure by fabric8's generator, the descriptions
 * of the Javadoc.
 */
public final class CustomResourceDefinitions {

    private static final List<Class<? extends Record>> RESOURCES =
            List.of(ImageAdmissionException.class, ImageAdmissionPolicy.class);

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .addModule(new SimpleModule().addSerializer(Double.class, new WholeNumbers()))
            .build();

    private static final String HEAD = """
            # Generated from the records in src/main/java/dev/plimsoll/api/v1alpha1 by make generate.
            """;

    /**
     * One definition.
     *
     * @param name the resource's plural and group, as the definition is called
     */
    public record File(String name, String yaml) {

        /** Where it stands in the project. */
        public String path() {
            return "charts/plimsoll/files/crds/" + name + ".yaml";
        }
    }

    private CustomResourceDefinitions() {}

    public static List<File> all() {
        return RESOURCES.stream().map(CustomResourceDefinitions::definition).toList();
    }

    private static File definition(Class<? extends Record> resource) {
        CustomResourceInfo info = info(resource);
        Completion completion = new Completion(resource);
        new CRDGenerator()
                .customResources(info)
                .forCRDVersions("v1")
                .withPostProcessor(completion)
                .withOutput(new Discarded())
                .detailedGenerate();
        return new File(info.crdName(), HEAD + yaml(completion.definition));
    }

    /** The generator's own writer leaves the text False without quotes, which makes it no text. */
    private static String yaml(CustomResourceDefinition definition) {
        try {
            return YAML.writeValueAsString(definition);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static CustomResourceInfo info(Class<? extends Record> resource) {
        String group = HasMetadata.getGroup(resource);
        String plural = HasMetadata.getPlural(resource);
        return new CustomResourceInfo(
                group,
                HasMetadata.getVersion(resource),
                HasMetadata.getKind(resource),
                HasMetadata.getSingular(resource),
                plural,
                resource.getAnnotation(ShortNames.class).value(),
                resource.getAnnotation(Categories.class).value(),
                true,
                true,
                false,
                null,
                Namespaced.class.isAssignableFrom(resource) ? Scope.NAMESPACED : Scope.CLUSTER,
                resource,
                resource.getName(),
                null,
                ResourceStatus.class.getName(),
                new String[0],
                new String[0]);
    }

    /** Adds to the definition of one resource what the generator leaves out. */
    private static final class Completion implements CRDPostProcessor {

        private final Class<? extends Record> resource;
        private CustomResourceDefinition definition;

        Completion(Class<? extends Record> resource) {
            this.resource = resource;
        }

        @Override
        public HasMetadata process(HasMetadata generated, String version) {
            definition = (CustomResourceDefinition) generated;
            definition.getSpec().getVersions().forEach(this::complete);
            return definition;
        }

        private void complete(CustomResourceDefinitionVersion version) {
            JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
            schema.setDescription(RecordDocs.of(resource).ofType(resource));
            describe(schema, resource);
            List<String> order = Arrays.stream(resource.getAnnotationsByType(AdditionalPrinterColumn.class))
                    .map(AdditionalPrinterColumn::name)
                    .toList();
            version.getAdditionalPrinterColumns().sort(Comparator.comparing(column -> order.indexOf(column.getName())));
        }
    }

    private static void describe(JSONSchemaProps schema, Class<?> type) {
        RecordDocs docs = RecordDocs.of(type);
        for (RecordComponent component : type.getRecordComponents()) {
            JSONSchemaProps property = schema.getProperties().get(component.getName());
            if (property != null) {
                property.setDescription(sentence(docs.of(type, component.getName())));
                complete(property, component);
            }
        }
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static void complete(JSONSchemaProps property, RecordComponent component) {
        completeScalar(property, component);
        // Found on the field and on its accessor.
        property.setXKubernetesValidations(
                property.getXKubernetesValidations().stream().distinct().toList());
        if (component.getType() == Checks.class) {
            property.setMinProperties(1L);
        }
        if (component.getGenericType() instanceof ParameterizedType list && component.getType() == List.class) {
            completeList(property, (Class<?>) list.getActualTypeArguments()[0]);
        } else if (component.getType().isRecord() && component.getType() != Quantity.class) {
            describe(property, component.getType());
        }
    }

    private static void completeScalar(JSONSchemaProps property, RecordComponent component) {
        SchemaFrom schemaFrom = annotation(component, SchemaFrom.class);
        if (schemaFrom != null && schemaFrom.type() == ZonedDateTime.class) {
            property.setFormat("date-time");
        }
        if (component.getType() == Integer.class || component.getType() == Long.class) {
            property.setFormat(component.getType() == Integer.class ? "int32" : "int64");
        }
        if (component.getType() == Quantity.class) {
            property.setMinimum(annotation(component, Min.class).value());
        }
    }

    private static <A extends Annotation> A annotation(RecordComponent component, Class<A> type) {
        try {
            return component
                    .getDeclaringRecord()
                    .getDeclaredField(component.getName())
                    .getAnnotation(type);
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    /** Actions are a set, and conditions go by their type. */
    private static void completeList(JSONSchemaProps property, Class<?> item) {
        if (item == Condition.class) {
            property.setXKubernetesListType("map");
            property.setXKubernetesListMapKeys(List.of("type"));
        } else if (item.isEnum()) {
            property.setXKubernetesListType("set");
        }
        if (item.isRecord()) {
            describe(property.getItems().getSchema(), item);
        }
    }

    /** What the generator would write itself. */
    private static final class Discarded implements CRDGenerator.CRDOutput<OutputStream> {

        @Override
        public OutputStream outputFor(String name) {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void close() {}
    }

    /** A least number is a whole one in every field here, and what renders the chart writes it so. */
    private static final class WholeNumbers extends JsonSerializer<Double> {

        @Override
        public void serialize(Double number, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeNumber(number.longValue());
        }
    }
}
