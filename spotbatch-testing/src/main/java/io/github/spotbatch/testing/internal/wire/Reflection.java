package io.github.spotbatch.testing.internal.wire;

import java.lang.reflect.InvocationTargetException;

/** Calls of public methods that the SDK generates for every service under the same name. */
public final class Reflection {

  private Reflection() {}

  public static Object callStatic(Class<?> type, String name) {
    try {
      return type.getMethod(name).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw failure(type, name, e);
    }
  }

  private static RuntimeException failure(
      Class<?> type, String name, ReflectiveOperationException failure) {
    if (failure instanceof InvocationTargetException
        && failure.getCause() instanceof RuntimeException cause) {
      return cause;
    }
    return new IllegalArgumentException(
        "cannot call the public method " + name + " of " + type.getName(), failure);
  }
}
