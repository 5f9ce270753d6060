import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gallery, type Look } from './gallery-page.ts';

let gallery: Gallery;
beforeAll(async () => {
  gallery = await Gallery.open();
}, 120_000);
afterAll(() => gallery.close());

const looking = (look: Look, use: (page: Page) => Promise<void>): Promise<void> => gallery.visit(look, use);

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent.trim() || document.activeElement?.ariaLabel || '');

describe('a field that finds as one types', () => {
  const country = (page: Page) => page.getByRole('combobox', { name: 'Exporting country' });
  const list = (page: Page) => page.getByRole('listbox');
  const highlighted = (page: Page) => page.locator('.pointed [role="option"][data-highlighted]');

  /** The names of all six languages have come: the field is found by one that the reader does not see. */
  async function isReady(page: Page): Promise<void> {
    await country(page).fill('Швейцария');
    await page.getByText('Nothing found').waitFor();
    await country(page).fill('Япония');
    await page.getByRole('option', { name: 'Japan' }).waitFor();
    await country(page).fill('');
  }

  async function choose(page: Page, letters: string, name: string): Promise<void> {
    await country(page).focus();
    await page.keyboard.type(letters);
    await page.getByRole('option', { name }).waitFor();
    await page.keyboard.press('ArrowDown');
    await highlighted(page).getByText(name).waitFor();
    await page.keyboard.press('Enter');
    await list(page).waitFor({ state: 'detached' });
  }

  const leaving = {
    Tab: (page: Page) => page.keyboard.press('Tab'),
    Enter: (page: Page) => page.keyboard.press('Enter'),
    'a click elsewhere': (page: Page) => page.getByRole('heading', { level: 1 }).click()
  };

  it.each(Object.keys(leaving) as (keyof typeof leaving)[])(
    'takes nothing that nobody chose on %s: the text stays, marked',
    (way) =>
      looking({ page: 'fields' }, async (page) => {
        await isReady(page);
        for (const [typed, said] of [
          ['xyzzy', 'Nothing found for “xyzzy”'],
          ['Deutschland', 'Nothing found for “Deutschland”'],
          ['Korea', 'Choose one of these.'],
          ['austr', 'Choose one of these.'],
          ['Guin', 'Choose one of these.']
        ] as const) {
          await country(page).fill(typed);
          await leaving[way](page);
          await expect.poll(() => country(page).getAttribute('aria-invalid')).toBe('true');
          expect(await country(page).inputValue()).toBe(typed);
          await page.locator('.problem').getByText(said).waitFor();
        }
      })
  );

  it.each(Object.keys(leaving) as (keyof typeof leaving)[])(
    'takes the only entry whose whole name or code was typed on %s, in any of the six languages',
    (way) =>
      looking({ page: 'fields' }, async (page) => {
        await isReady(page);
        for (const [typed, name] of [
          ['usa', 'United States of America'],
          ['UK', 'United Kingdom of Great Britain and Northern Ireland'],
          ['Maroc', 'Morocco'],
          ['suede', 'Sweden'],
          ['ITA', 'Italy'],
          ['日本', 'Japan'],
          ['south korea', 'Republic of Korea'],
          ['Burma', 'Myanmar'],
          ["cote d'ivoire", 'Côte d’Ivoire']
        ] as const) {
          await country(page).fill(typed);
          await leaving[way](page);
          await expect.poll(() => country(page).inputValue()).toBe(name);
          expect(await country(page).getAttribute('aria-invalid')).toBeNull();
        }
      })
  );

  it('does not bring back unsaid what was chosen before', () =>
    looking({ page: 'fields' }, async (page) => {
      await choose(page, 'austr', 'Australia');
      await country(page).fill('Narnia');
      await leaving['a click elsewhere'](page);
      await page.locator('.problem').getByText('Nothing found for “Narnia”').waitFor();
      expect(await country(page).inputValue()).toBe('Narnia');
    }));

  it('takes with Enter what the arrows have pointed at, the first of what was found with the first arrow', () =>
    looking({ page: 'fields' }, async (page) => {
      await choose(page, 'austr', 'Australia');
      expect(await country(page).inputValue()).toBe('Australia');
      expect(await country(page).evaluate((input) => input === document.activeElement)).toBe(true);
    }));

  it('puts the best first again after the list was scrolled', () =>
    looking({ page: 'fields' }, async (page) => {
      await country(page).click();
      for (let step = 0; step < 4; step++) await page.keyboard.press('PageDown');
      await page.keyboard.type('a');
      await page.getByRole('option', { name: 'Afghanistan' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => highlighted(page).textContent()).toContain('Afghanistan');
    }));

  it('keeps what is highlighted by the arrows in sight', () =>
    looking({ page: 'fields' }, async (page) => {
      await country(page).click();
      for (let step = 0; step < 3; step++) await page.keyboard.press('PageDown');
      await expect
        .poll(() =>
          highlighted(page).evaluate((option) => {
            const list = option.closest('[role="listbox"]')!.getBoundingClientRect();
            const box = option.getBoundingClientRect();
            return box.top >= list.top - 1 && box.bottom <= list.bottom + 1;
          })
        )
        .toBe(true);
    }));

  it('takes what the arrows have pointed at with Tab and goes on to the next field', () =>
    looking({ page: 'fields' }, async (page) => {
      await country(page).focus();
      await page.keyboard.type('swed');
      await page.getByRole('option', { name: 'Sweden' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await highlighted(page).getByText('Sweden').waitFor();
      await page.keyboard.press('Tab');
      expect(await country(page).inputValue()).toBe('Sweden');
      expect(await country(page).evaluate((input) => input === document.activeElement)).toBe(false);
    }));

  it('gives typed letters up with Escape and keeps the value', () =>
    looking({ page: 'fields' }, async (page) => {
      await choose(page, 'austr', 'Australia');
      await country(page).fill('chi');
      await page.keyboard.press('Escape');
      await page.getByRole('listbox').waitFor({ state: 'detached' });
      expect(await country(page).inputValue()).toBe('Australia');
    }));

  it('emptied, keeps its value when that is chosen again or when Escape is pressed', () =>
    looking({ page: 'fields' }, async (page) => {
      await choose(page, 'afgh', 'Afghanistan');
      for (const key of ['Enter', 'Escape']) {
        await country(page).fill('');
        await page.getByRole('option', { name: 'Afghanistan' }).waitFor();
        if (key === 'Enter') await page.keyboard.press('ArrowDown');
        await page.keyboard.press(key);
        await page.getByRole('listbox').waitFor({ state: 'detached' });
        expect(await country(page).inputValue()).toBe('Afghanistan');
      }
    }));

  it('emptied and left by the pointer, is empty too', () =>
    looking({ page: 'fields' }, async (page) => {
      await choose(page, 'austr', 'Australia');
      await country(page).fill('');
      await page.getByRole('heading', { level: 1 }).click();
      await expect.poll(() => country(page).inputValue()).toBe('');
    }));

  it('emptied and left, is empty', () =>
    looking({ page: 'fields' }, async (page) => {
      await choose(page, 'austr', 'Australia');
      await country(page).fill('');
      await page.keyboard.press('Tab');
      await expect.poll(() => country(page).inputValue()).toBe('');
    }));

  it('lets Tab pass the cross that clears, so that the next key never empties what was chosen', () =>
    looking({ page: 'fields' }, async (page) => {
      await choose(page, 'austr', 'Australia');
      await page.keyboard.press('Tab');
      await page.getByRole('button', { name: 'Clear' }).waitFor();
      await country(page).focus();
      await page.keyboard.press('Tab');
      expect(await focused(page)).not.toBe('Clear');
      await page.keyboard.press('Space');
      expect(await country(page).inputValue()).toBe('Australia');
      await country(page).focus();
      await country(page).selectText();
      await page.keyboard.press('Delete');
      await page.keyboard.press('Tab');
      await expect.poll(() => country(page).inputValue()).toBe('');
    }));

  it('is worked with the pointer too, and says how many it does not show', () =>
    looking({ page: 'fields' }, async (page) => {
      await country(page).click();
      await page.getByText('Not shown:').click();
      await page.getByRole('option', { name: 'Albania' }).click();
      expect(await country(page).inputValue()).toBe('Albania');
      await page.getByRole('button', { name: 'Clear' }).click();
      await expect.poll(() => country(page).inputValue()).toBe('');
    }));
});

describe.each(['ltr', 'rtl'] as const)('a menu on a page that runs %s', (direction) => {
  const look = { page: 'desk', direction } as const;
  const person = (page: Page) => page.getByRole('button', { name: 'A. Officer' });

  it('opens from the keyboard on its first entry, or upwards on its last', () =>
    looking(look, async (page) => {
      await person(page).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menu', { name: 'A. Officer, Administrator' }).waitFor();
      await expect.poll(() => focused(page)).toBe('Settings');
      await page.getByRole('menu').getByText('Administrator', { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowUp');
      await expect.poll(() => focused(page)).toBe('Sign out');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => focused(page)).toBe('Settings');
    }));

  it('says that it is busy while its list is on the way', () =>
    looking(look, async (page) => {
      let bring = (): void => undefined;
      const brought = new Promise<void>((resolve) => (bring = resolve));
      await page.route('**/MenuList-*.js', async (route) => {
        await brought;
        await route.continue();
      });
      await person(page).click();
      await expect.poll(() => person(page).getAttribute('aria-busy')).toBe('true');
      bring();
      await page.getByRole('menu', { name: 'A. Officer' }).waitFor();
      expect(await page.locator('[aria-busy]').count()).toBe(0);
    }));

  it('gives the focus back on Escape', () =>
    looking(look, async (page) => {
      await person(page).click();
      await page.getByRole('menuitem', { name: 'Settings' }).waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => focused(page)).toBe('A. Officer');
      await page.getByRole('menu').waitFor({ state: 'detached' });
    }));

  it('follows a link that is chosen by key', () =>
    looking(look, async (page) => {
      await person(page).focus();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('menuitem', { name: 'Settings' }).waitFor();
      await expect.poll(() => focused(page)).toBe('Settings');
      await page.keyboard.press('Enter');
      await expect.poll(() => new URL(page.url()).hash).toBe('#settings');
    }));

  it('stays inside the window of a phone', () =>
    looking({ ...look, width: 390 }, async (page) => {
      for (const name of ['A. Officer', 'Language', 'More']) {
        await page.getByRole('button', { name, exact: true }).click();
        const menu = page.getByRole('menu', { name });
        await menu.waitFor();
        await expect.poll(async () => isInside(await menu.boundingBox())).toBe(true);
        await page.keyboard.press('Escape');
        await menu.waitFor({ state: 'detached' });
      }
    }));

  it('marks the language that is in force', () =>
    looking(look, async (page) => {
      await page.getByRole('button', { name: 'Language' }).click();
      const entry = page.getByRole('menuitemradio', { name: 'English' });
      await entry.waitFor();
      expect(await entry.getAttribute('aria-checked')).toBe('true');
    }));
});

function isInside(box: { x: number; y: number; width: number; height: number } | null): boolean {
  return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= 390 && box.y + box.height <= 800;
}

describe('a question that is refused', () => {
  it('leads to the first field that is refused, of a choice to its first answer', () =>
    looking({ page: 'fields' }, async (page) => {
      const dialog = page.getByRole('dialog');
      const isAt = (name: string, role: 'textbox' | 'radio'): Promise<boolean> =>
        dialog.getByRole(role, { name }).evaluate((field) => field === document.activeElement);
      await page.getByRole('button', { name: 'Issue…' }).click();
      await dialog.getByRole('button', { name: 'Issue', exact: true }).click();
      await expect.poll(() => isAt('Grounds', 'textbox')).toBe(true);
      await page.keyboard.type('Treaty');
      await dialog.getByRole('button', { name: 'Issue', exact: true }).click();
      await expect.poll(() => isAt('By post', 'radio')).toBe(true);
    }));
});

describe('the tabs of the register', () => {
  it('show the one that is chosen, where not all have room', () =>
    looking({ page: 'desk', width: 240 }, async (page) => {
      await page.goto(`${page.url()}&tab=closed`);
      const chosen = page.getByRole('tab', { name: 'Closed' });
      await expect.poll(async () => ((await chosen.boundingBox())?.x ?? 240) < 240 - 40).toBe(true);
    }));

  it.each([
    ['ltr', 'ArrowRight'],
    ['rtl', 'ArrowLeft']
  ] as const)('on a page that runs %s go on with %s and around at the end', (direction, onward) =>
    looking({ page: 'desk', direction }, async (page) => {
      await page.getByRole('tab', { name: 'Open' }).focus();
      await page.keyboard.press(onward);
      expect(await page.getByRole('tab', { name: 'Expiring' }).getAttribute('aria-selected')).toBe('true');
      await page.keyboard.press('End');
      await page.keyboard.press(onward);
      expect(await focused(page)).toContain('Drafts');
      expect(await page.getByRole('tab', { selected: true }).count()).toBe(1);
    })
  );

  it('have one stop for Tab and name the panel that they change', () =>
    looking({ page: 'desk' }, async (page) => {
      const tabs = page.getByRole('tab');
      expect(await tabs.evaluateAll((all) => all.filter((tab) => tab.tabIndex === 0).length)).toBe(1);
      expect(await tabs.first().getAttribute('aria-controls')).toBe('register');
    }));
});

describe('a dialog', () => {
  it('keeps the focus inside, makes the rest inert, closes on Escape and gives the focus back', () =>
    looking({ page: 'fields' }, async (page) => {
      const issue = page.getByRole('button', { name: 'Issue…' });
      await issue.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      for (let step = 0; step < 8; step++) {
        await page.keyboard.press('Tab');
        const outside = await page.evaluate(() => {
          const at = document.activeElement;
          return at !== null && at !== document.body && at.closest('dialog') === null;
        });
        expect(outside).toBe(false);
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      expect(await focused(page)).toBe('Issue…');
    }));

  it('gives the focus back where its page takes it away as it closes', () =>
    looking({ page: 'fields' }, async (page) => {
      await page.getByRole('button', { name: 'Preview' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await focused(page)).toBe('Preview');
    }));
});

describe('a slip beside a dialog', () => {
  const issue = (page: Page) => page.getByRole('button', { name: 'Issue…' });
  const question = (page: Page) => page.getByRole('alertdialog');
  const beside = (page: Page): Promise<void> => page.mouse.click(6, 6);

  it('of a double click on what opens it neither closes it nor presses what lies there', () =>
    looking({ page: 'fields' }, async (page) => {
      await issue(page).dblclick();
      await page.getByRole('dialog').waitFor();
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
      expect(await page.getByRole('dialog').locator('[aria-invalid="true"]').count()).toBe(0);
    }));

  it('of a double click on what closes it falls on nothing that lies behind', () =>
    looking({ page: 'fields' }, async (page) => {
      await page.evaluate(() => {
        const heard = (event: MouseEvent): void => {
          if (event.detail > 1) document.body.dataset['behind'] = 'clicked';
        };
        document.addEventListener('click', heard);
      });
      const dialog = page.getByRole('dialog').first();
      const close = dialog.getByRole('button', { name: 'Close' }).first();
      const behind = () => page.evaluate(() => document.body.dataset['behind']);
      await issue(page).click();
      await close.dblclick();
      await dialog.waitFor({ state: 'hidden' });
      expect(await behind()).toBeUndefined();
      // A slow device has its hands full with the closing, and hears the second click late.
      await issue(page).click();
      await close.click();
      await dialog.waitFor({ state: 'hidden' });
      const closed = await page.evaluateHandle(() => performance.now());
      await page.waitForFunction((at) => performance.now() - at > 700, closed);
      await page.mouse.down({ clickCount: 2 });
      await page.mouse.up({ clickCount: 2 });
      expect(await behind()).toBeUndefined();
    }));

  it('closes it as long as nothing was typed', () =>
    looking({ page: 'fields' }, async (page) => {
      await issue(page).click();
      await page.getByRole('dialog').waitFor();
      const opened = await page.evaluateHandle(() => performance.now());
      await page.waitForFunction((at) => performance.now() - at > 700, opened);
      await beside(page);
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }));

  it('asks first where something was typed, by pointer, by Escape however often, and by the sign for closing', () =>
    looking({ page: 'fields' }, async (page) => {
      await issue(page).click();
      const dialog = page.getByRole('dialog').first();
      await dialog.getByRole('textbox').first().fill('Left on a ferry');
      // What comes in the moment of opening is the second click of a double one, and counts for nothing.
      const opened = await page.evaluateHandle(() => performance.now());
      await page.waitForFunction((at) => performance.now() - at > 700, opened);
      await beside(page);
      await question(page).waitFor();
      await page.keyboard.press('Escape');
      await question(page).waitFor({ state: 'detached' });
      for (let step = 0; step < 5; step++) await page.keyboard.press('Escape');
      // Whichever of them opened the question and which took it back: what was typed is there, and it is asked again.
      expect(await dialog.getByRole('textbox').first().inputValue()).toBe('Left on a ferry');
      await expect
        .poll(async () => {
          const isAsked = await question(page).isVisible();
          if (!isAsked) await page.keyboard.press('Escape');
          return isAsked;
        })
        .toBe(true);
      await question(page).getByRole('button', { name: 'Continue typing' }).click();
      await dialog.getByRole('button', { name: 'Close', exact: true }).click();
      expect(await dialog.getByRole('textbox').first().inputValue()).toBe('Left on a ferry');
      await question(page).getByRole('button', { name: 'Close without saving' }).click();
      await dialog.waitFor({ state: 'hidden' });
    }));
});

describe('finding anything', () => {
  it('opens with Ctrl+K, takes letters at once, follows with Enter and gives the focus back on Escape', () =>
    looking({ page: 'desk' }, async (page) => {
      const search = page.getByRole('combobox', { name: 'Search' });
      await page.getByRole('tab', { name: 'Open' }).focus();
      await page.keyboard.press('Control+k');
      await expect.poll(() => search.evaluate((input) => input === document.activeElement)).toBe(true);
      await page.keyboard.press('Escape');
      await search.waitFor({ state: 'detached' });
      expect(await focused(page)).toContain('Open');
      await page.keyboard.press('Control+k');
      await search.fill('match');
      await page.keyboard.press('Enter');
      await expect.poll(() => new URL(page.url()).hash).toBe('#matching');
      expect(await page.getByRole('dialog').count()).toBe(0);
    }));

  it('stays open where Ctrl+K closes and opens it before the browser reports the closing', () =>
    looking({ page: 'desk' }, async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search' }).waitFor();
      const isOpen = await page.evaluate(async () => {
        const dialog = document.querySelector('dialog[open]');
        const reported = new Promise((resolve) => dialog?.addEventListener('close', resolve, { once: true }));
        for (const wait of [Promise.resolve(), reported]) {
          window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }));
          await wait;
        }
        return dialog?.hasAttribute('open') === true;
      });
      expect(isOpen).toBe(true);
      await page.getByRole('combobox', { name: 'Search' }).waitFor();
    }));

  it('opens where Ctrl+K follows Escape before the browser reports the closing', () =>
    looking({ page: 'desk' }, async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search' }).fill('match');
      const isOpen = await page.evaluate(async () => {
        const dialog = document.querySelector<HTMLDialogElement>('dialog[open]');
        const reported = new Promise((resolve) => dialog?.addEventListener('close', resolve, { once: true }));
        dialog?.close();
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }));
        await reported;
        return dialog?.open === true;
      });
      expect(isOpen).toBe(true);
      await expect.poll(() => page.getByRole('combobox', { name: 'Search' }).inputValue()).toBe('');
    }));
});

describe('what a person changes in a box of our own', () => {
  const heard = (page: Page): Promise<string | undefined> =>
    page.evaluate(() => document.body.dataset['heard']);

  it('is told as by the platform’s boxes: a date by the keys, and an entry by the pointer', () =>
    looking({ page: 'fields' }, async (page) => {
      await page.evaluate(() =>
        document.addEventListener('input', ({ target }) => {
          document.body.dataset['heard'] = (target as Element).className;
        })
      );
      await page.locator('[data-segment="year"]').first().focus();
      expect(await heard(page)).toBeUndefined();
      await page.keyboard.press('ArrowUp');
      expect(await heard(page)).toContain('date');
      await page.keyboard.type('2030');
      expect(await heard(page)).toContain('part');
      await page.getByRole('combobox', { name: 'Exporting country' }).fill('Japan');
      await page.getByRole('option', { name: 'Japan' }).click();
      await expect.poll(() => heard(page)).toContain('combobox');
    }));
});

describe('a part of the page that could not be fetched', () => {
  it('says so aloud, and comes when it is asked for again', () =>
    looking({ page: 'states' }, async (page) => {
      const notice = page.getByRole('status').filter({ hasText: 'This part could not be loaded' });
      await notice.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('What came late').waitFor();
      expect(await notice.count()).toBe(0);
    }));

  it('comes by itself when the line is back, and offers no reload that would lead nowhere before', () =>
    looking({ page: 'desk' }, async (page) => {
      const search = page.getByRole('combobox', { name: 'Search' });
      const notice = page.getByRole('dialog').getByText('This part could not be loaded');
      const reload = page.getByRole('dialog').getByRole('button', { name: 'Reload' });
      await page.context().setOffline(true);
      await page.keyboard.press('Control+k');
      await notice.waitFor();
      expect(await reload.count()).toBe(0);
      await page.context().setOffline(false);
      await search.fill('match');
      expect(await notice.count()).toBe(0);
    }));

  it('leads to a reload where its file is gone, and is there after it', () =>
    looking({ page: 'desk' }, async (page) => {
      await page.route(/CommandList/, (route) => route.fulfill({ status: 404 }));
      await page.keyboard.press('Control+k');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('This part could not be loaded').waitFor();
      await page.unroute(/CommandList/);
      await Promise.all([page.waitForEvent('load'), dialog.getByRole('button', { name: 'Reload' }).click()]);
      await page.getByRole('main').first().waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search' }).waitFor();
    }));
});

describe('the search for commands', () => {
  it('lists a command once that was offered twice, and keeps working', () =>
    looking({ page: 'desk' }, async (page) => {
      const failures: Error[] = [];
      page.on('pageerror', (error) => failures.push(error));
      await page.keyboard.press('Control+k');
      const search = page.getByRole('combobox', { name: 'Search' });
      await search.waitFor();
      await page.getByRole('option', { name: 'Matching' }).waitFor();
      expect(await page.getByRole('option', { name: 'Authorizations' }).count()).toBe(1);
      await search.fill('match');
      await page.keyboard.press('Enter');
      await expect.poll(() => page.url()).toContain('#matching');
      expect(failures).toEqual([]);
    }));
});

describe('every page of the gallery', () => {
  it.each(
    (['desk', 'fields', 'states'] as const).flatMap((page) => [
      { page, direction: 'ltr', width: 1280 } as const,
      { page, direction: 'rtl', width: 390 } as const
    ])
  )('has nothing that axe finds: $page, $direction, $width px', (look) =>
    looking(look, async (page) => {
      if (look.page === 'fields') await page.getByRole('combobox', { name: 'Exporting country' }).click();
      if (look.page === 'desk') await page.getByRole('button', { name: 'A. Officer' }).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
    })
  );
});
