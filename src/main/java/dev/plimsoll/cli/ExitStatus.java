package dev.plimsoll.cli;

import picocli.CommandLine.ExitCode;

/** What the process' exit status says to scripts. */
final class ExitStatus {

    /** Done; nothing was denied. */
    static final int OK = ExitCode.OK;

    /** Judged, and something did not pass; or, where nothing is judged, could not be looked at. */
    static final int NOT_PASSED = 1;

    /** Could not do what was asked: bad usage, an unreadable file, an invalid policy. */
    static final int COULD_NOT_RUN = ExitCode.USAGE;

    private ExitStatus() {}
}
