package dev.plimsoll.web;

import io.quarkus.qute.Engine;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The pages' templates. A template that asks for what its model does not have fails to render. */
final class Templates {

    private static final String FOLDER = "/web/";

    /** {@code {name.breakable}}: a name that may be broken where its parts end, and not in the midst of a word. */
    private static final ValueResolver BREAKABLE = ValueResolver.builder()
            .applyToBaseClass(String.class)
            .applyToName("breakable")
            .applyToNoParameters()
            .resolveSync(context -> new RawString(breakable((String) context.getBase())))
            .build();

    private final Engine engine = Engine.builder()
            .addDefaults()
            .addValueResolvers(ValueResolvers.rawResolver(), BREAKABLE, new ReflectionValueResolver())
            .addResultMapper(new Escaping())
            .addLocator(Templates::locate)
            .build();

    private static String breakable(String name) {
        return Escaping.escaped(name).replaceAll("([/:@])", "$1<wbr>");
    }

    private static Optional<TemplateLocation> locate(String name) {
        return Optional.of(new Located(resource(name + ".html")));
    }

    /** @throws IllegalStateException if there is no such resource, which is a defect */
    static String resource(String name) {
        try (InputStream resource = Templates.class.getResourceAsStream(FOLDER + name)) {
            if (resource == null) {
                throw new IllegalStateException("there is no " + FOLDER + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param model what the template calls {@code page} */
    String render(String template, Object model) {
        return engine.getTemplate(template).data("page", model).render();
    }

    private record Located(String text) implements TemplateLocation {

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
        }
    }
}
