package io.github.spotbatch.testing.internal.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a REST operation is: an HTTP method and a path such as {@code /v1/tags/{resourceArn}}.
 *
 * @param path matches the path with one group for each of its parameters
 */
record Route(Class<?> requestType, String method, String template, Pattern path) {

  private static final Pattern PARAM = Pattern.compile("\\{(\\w+)}");

  static Route of(Class<?> requestType, String method, String template) {
    Pattern path = Pattern.compile(PARAM.matcher(template).replaceAll("([^/]+)") + "/?");
    return new Route(requestType, method, template, path);
  }

  /** The decoded parameters of the path, or null where the request is for another operation. */
  @Nullable Map<String, String> match(HttpIn in) {
    if (!method.equals(in.method())) {
      return null;
    }
    if (template.indexOf('{') < 0) {
      boolean same = in.path().equals(template) || in.path().equals(template + "/");
      return same ? Map.of() : null;
    }
    Matcher values = path.matcher(in.path());
    if (!values.matches()) {
      return null;
    }
    Map<String, String> params = new LinkedHashMap<>();
    Matcher names = PARAM.matcher(template);
    for (int group = 1; names.find(); group++) {
      // In a path, other than in a form, a plus sign is a plus sign.
      params.put(names.group(1), HttpIn.decode(values.group(group).replace("+", "%2B")));
    }
    return params;
  }
}
