package io.github.spotbatch.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The texts of inputs, by position. */
sealed interface InputValues {

  int size();

  String value(int position);

  InputValues slice(int from, int to);

  /** Texts that were given one by one. */
  record Listed(List<String> lines) implements InputValues {
    @Override
    public int size() {
      return lines.size();
    }

    @Override
    public String value(int position) {
      return lines.get(position);
    }

    @Override
    public InputValues slice(int from, int to) {
      return new Listed(lines.subList(from, to));
    }
  }

  /** Numbers at equal distances, or texts made of them. */
  record Ranged(long from, long step, Optional<String> template, int size) implements InputValues {
    @Override
    public String value(int position) {
      long number = from + step * position;
      return template
          .map(text -> String.format(Locale.ROOT, text, number))
          .orElseGet(() -> Long.toString(number));
    }

    @Override
    public InputValues slice(int start, int end) {
      return new Ranged(from + step * start, step, template, end - start);
    }
  }
}
