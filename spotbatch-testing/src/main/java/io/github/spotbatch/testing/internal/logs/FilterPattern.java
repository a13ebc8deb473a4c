package io.github.spotbatch.testing.internal.logs;

import io.github.spotbatch.testing.internal.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;

/** A filter of plain and quoted terms, all of which a line must contain. */
record FilterPattern(List<String> terms) {

  private static final Pattern PLAIN = Pattern.compile("(\\s*(\\w+|\"[^\"]+\"))*\\s*");
  private static final Pattern TERM = Pattern.compile("\\w+|\"[^\"]+\"");

  /**
   * The request's pattern.
   *
   * @throws UnsupportedOperationException for one that is more than terms
   */
  static FilterPattern of(FilterLogEventsRequest request) {
    String text = request.filterPattern() == null ? "" : request.filterPattern();
    if (!PLAIN.matcher(text).matches()) {
      throw Parameters.unsupported(request, "filterPattern", text);
    }
    List<String> terms = new ArrayList<>();
    Matcher matcher = TERM.matcher(text);
    while (matcher.find()) {
      terms.add(matcher.group().replace("\"", ""));
    }
    return new FilterPattern(terms);
  }

  boolean matches(String line) {
    return terms.stream().allMatch(line::contains);
  }
}
