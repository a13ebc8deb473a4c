package io.github.spotbatch.internal.json;

/** JSON that does not say what it should. Its message is where, what and what to do about it. */
public final class BadJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 80;

  BadJsonException(String path, Object value, String fix) {
    super("%s is %s; %s".formatted(path, shown(path, value), fix));
  }

  /**
   * Makes the exception.
   *
   * @param path such as {@code plan.steps[3].type}
   * @param value what is there
   * @param fix what should be there instead, as a request
   */
  public static BadJsonException of(String path, Object value, String fix) {
    return new BadJsonException(path, value, fix);
  }

  /** Environment variables may hold what nobody should read. */
  private static String shown(String path, Object value) {
    String text = path.contains(".environment") ? "not what it should be" : value.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
