package dev.plimsoll.api.v1alpha1;

/** Rules in CEL and regular expressions of RE2, with what people are told who break them. */
final class Rules {

    static final String ONE_CONSEQUENCE = "!('Deny' in self && 'Warn' in self)";
    static final String ONE_CONSEQUENCE_MESSAGE = "Deny and Warn exclude each other";

    /** An image's registry has a dot, a port or an upper-case letter, or is localhost. */
    static final String GLOBS = "self.all(glob, glob.matches('"
            + "^([A-Za-z0-9*._:\\\\[\\\\]-]*[*][*]|localhost/|[A-Za-z0-9*._:\\\\[\\\\]-]*[A-Z*.:\\\\[\\\\]][A-Za-z0-9*._:\\\\[\\\\]-]*/)"
            + "[A-Za-z0-9*._/:\\\\[\\\\]-]*$'))";

    static final String GLOBS_MESSAGE =
            "a glob begins with the registry, such as docker.io/library/nginx, or with **, and holds only what image names hold";

    static final String VALUES = "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0"
            + " : !has(self.values) || size(self.values) == 0";
    static final String VALUES_MESSAGE = "In and NotIn need values, Exists and DoesNotExist take none";

    static final String NOT_BLANK = "self.matches('\\\\S')";
    static final String NOT_BLANK_MESSAGE = "say why the exception is granted";

    /** As Kubernetes' own quantities; a size is not negative. */
    static final String QUANTITY =
            "^[+]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3}|Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)?$";

    static final String TAG = "^[A-Za-z0-9_.*-]+$";
    static final String CHECK_ID = "^[a-z0-9]+(-[a-z0-9]+)*$";

    private Rules() {}
}
