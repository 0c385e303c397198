package dev.plimsoll.kubernetes;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** What YAML's unquoted words mean, as Kubernetes' own reader takes them. */
final class YamlScalars extends SafeConstructor {

    YamlScalars() {
        super(new LoaderOptions());
    }

    /** Text, number, boolean or null. */
    Object valueOf(ScalarNode node) {
        return getConstructor(node).construct(node);
    }

    /** YAML 1.1 without timestamps and without numbers to the base of sixty, so that 12:30 is text. */
    static final class KubernetesResolver extends Resolver {

        @Override
        public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
            if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
                super.addImplicitResolver(tag, Pattern.compile("(?!.*:)(?:" + regexp.pattern() + ")"), first, limit);
            } else if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, regexp, first, limit);
            }
        }
    }
}
