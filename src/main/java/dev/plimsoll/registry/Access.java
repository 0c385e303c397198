package dev.plimsoll.registry;

import dev.plimsoll.image.Credential;
import java.util.Optional;

/**
 * A repository, as somebody may see it.
 *
 * @param own the credential of who asks; empty for what anybody may see, by what the operator has configured or by none
 */
record Access(Repository repository, Optional<Credential> own) {

    /** With none of one's own. */
    static Access ofAnybody(Repository repository) {
        return new Access(repository, Optional.empty());
    }

    /** Whose answer it is what is learnt so. */
    Scope scope() {
        return new Scope(repository, own.map(Credential::fingerprint));
    }

    /** The same without the credential, to be remembered. */
    record Scope(Repository repository, Optional<Credential.Fingerprint> holder) {}
}
