package dev.plimsoll.kubernetes;

import dev.plimsoll.registry.PullSecrets;
import java.util.List;

/** What came of reading an object. */
sealed interface ObjectRead {

    /** Of a Secret, the credentials in it. */
    record Secret(PullSecrets credentials, int bytes) implements ObjectRead {}

    /** Of a service account, the names of its pull secrets. */
    record ServiceAccount(List<String> pullSecrets) implements ObjectRead {}

    /** Nothing; why, in words such as "pull secret shop/regcred does not exist". */
    record Nothing(String why) implements ObjectRead {

        static Nothing of(NamedObject object, String why) {
            return new Nothing(object + " " + why);
        }
    }
}
