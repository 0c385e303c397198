package dev.plimsoll.certificate;

/** How clients learn whom to trust. */
@FunctionalInterface
public interface ClientTrust {

    /**
     * Sees to it that clients trust these authorities and no others.
     *
     * @param bundle certificates in PEM
     * @return whether they were already told so; false if they have only now been, or cannot be
     * @throws RuntimeException if they cannot be told now
     */
    boolean announce(String bundle);
}
